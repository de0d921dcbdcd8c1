import { useEffect, useState } from 'react';
import { Alert, Button, Text } from '@backstage/ui';
import type { ObjectRef, RunView } from '@syntasso/plugin-ske-common';
import { useSkeApi } from '../../api/useSkeApi';
import type { SkeApi } from '../../api/SkeApi';
import { messageOf } from '../../utils/messageOf';
import { useDenied } from '../../hooks/useDenied';

/** Does something to a Resource at a press, or says why the person may not. */
export function OperateButton(props: {
  resource: ObjectRef;
  label: string;
  /** What stands on the button once it was pressed. */
  done: string;
  operate: (api: SkeApi) => Promise<void>;
  variant?: 'primary' | 'secondary';
  /** What is shown may be old, so nothing is done on its ground. */
  isDisabled?: boolean;
  /**
   * The newest run of its workflow, by its Job: a failed deletion keeps the phase Running.
   * The button waits while it runs, and with the next one it can be pressed again.
   */
  newestRun?: Pick<RunView, 'job' | 'state'>;
}) {
  const api = useSkeApi();
  const { resource, label, done, operate, variant = 'primary' } = props;
  const denied = useDenied('operate', { kind: 'resource', ref: resource });
  const [state, setState] = useState<'idle' | 'asking' | 'asked' | Error>(
    'idle',
  );
  const { newestRun, isDisabled } = props;
  const isRunning = newestRun?.state === 'running';
  useEffect(() => setState('idle'), [newestRun?.job]);
  const press = async () => {
    setState('asking');
    await operate(api)
      .then(() => setState('asked'))
      .catch(setState);
  };
  if (denied) {
    return (
      <Text variant="body-small" color="secondary">
        {denied}
      </Text>
    );
  }
  return (
    <>
      {state instanceof Error && (
        <Alert role="alert" status="danger" title={messageOf(state)} />
      )}
      <Button
        variant={variant}
        size="small"
        isDisabled={isDisabled}
        // Not disabled while it is asked for: that would take the focus away.
        isPending={state === 'asking' || state === 'asked' || isRunning}
        onPress={() => void press()}
      >
        {state === 'asked' ? done : label}
      </Button>
    </>
  );
}
