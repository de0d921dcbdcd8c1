import { useEffect, useId } from 'react';
import { Alert, Button } from '@backstage/ui';
import { useTitle } from '../translations/useTitle';

/** The fields that stand in for others now. */
const missing = new Set<string>();

/** Whether a form has fields that could not be loaded. */
export const isFieldMissing = (): boolean => missing.size > 0;

/** Stands in for the fields of a form whose code cannot be had; it needs no code itself. */
export function FieldNotLoaded(props: { loadAgain: () => void }) {
  const id = useId();
  const text = useTitle('field.notLoaded');
  const retry = useTitle('field.tryAgain');
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
        <Button size="small" variant="secondary" onPress={props.loadAgain}>
          {retry}
        </Button>
      }
    />
  );
}
