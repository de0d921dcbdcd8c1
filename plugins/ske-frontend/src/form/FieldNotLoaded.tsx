import { useEffect, useId } from 'react';
import { Alert, Button } from '@backstage/ui';
import { useLostFocus } from '../components/useLostFocus';
import { useTitle } from '../translations/useTitle';
import type { NotLoadedReason } from '../utils/lazyOr';

/** The fields that stand in for others now. */
const missing = new Set<string>();

/** Whether a form has fields that could not be loaded. */
export const isFieldMissing = (): boolean => missing.size > 0;

/** Stands in for the fields of a form whose code cannot be had; it needs no code itself. */
export function FieldNotLoaded({ reason }: { reason: NotLoadedReason }) {
  const id = useId();
  const text = useTitle('field.notLoaded');
  const retry = useTitle('field.tryAgain');
  const button = useLostFocus<HTMLButtonElement>(reason.isAgain);
  useEffect(() => {
    missing.add(id);
    return () => {
      missing.delete(id);
    };
  }, [id]);
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={text}
      customActions={
        <Button
          ref={button}
          size="small"
          variant="secondary"
          onPress={reason.loadAgain}
        >
          {retry}
        </Button>
      }
    />
  );
}
