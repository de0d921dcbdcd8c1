import { useEffect, useRef, useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { Alert, Button, Popover } from '@backstage/ui';
import type { ResourceSummary } from '@syntasso/plugin-ske-common';
import { useSkeApi } from '../../api/useSkeApi';
import type { ResourceColumn } from '../../components/ResourcesTable';
import { useStyles } from '../../components/styles';
import { useT, type MessageKey, type T } from '../../translations/useT';
import { messageOf } from '../../utils/messageOf';
import { rowOperationOf, type RowOperationName } from './rowOperationOf';
import type { RowOperations } from './useRowOperations';

/** The platform usually reacts within seconds; after this the button can be pressed again. */
const SILENT_AFTER_MS = 15_000;

const TEXTS: Record<RowOperationName, { label: MessageKey; done: MessageKey }> =
  {
    resume: { label: 'resource.resume', done: 'resource.resumed' },
    release: { label: 'resource.release', done: 'resource.released' },
    retry: { label: 'resource.retry', done: 'resource.retried' },
  };

const useRowOperationStyles = makeStyles({
  place: { display: 'inline-block', position: 'relative' },
  // Its room is kept: nothing moves when it appears.
  hidden: { visibility: 'hidden' },
  failure: { maxWidth: 320 },
});

/** The column of a table of Resources with the operation that each row offers. */
export const rowOperationColumn = (
  t: T,
  operations: RowOperations,
): ResourceColumn => ({
  title: t('myRequests.next'),
  minWidth: 130,
  cell: item =>
    rowOperationOf(item) && (
      <RowOperation item={item} operations={operations} />
    ),
});

/** The button of the operation that a row offers; nothing where it offers none. */
export function RowOperation(props: {
  item: ResourceSummary;
  operations: RowOperations;
}) {
  const { health } = props.item;
  const operation = rowOperationOf(props.item);
  return operation === undefined ? null : (
    <OperationButton
      // With another state the button starts anew.
      key={[operation, health.state, health.reason.code, health.since].join()}
      operation={operation}
      {...props}
    />
  );
}

function OperationButton(props: {
  item: ResourceSummary;
  operation: RowOperationName;
  operations: RowOperations;
}) {
  const t = useT();
  const api = useSkeApi();
  const classes = useStyles();
  const rowClasses = useRowOperationStyles();
  const button = useRef<HTMLButtonElement>(null);
  const [state, setState] = useState<'idle' | 'asking' | 'asked' | Error>(
    'idle',
  );
  useEffect(() => {
    if (state !== 'asked') return undefined;
    const timer = setTimeout(() => setState('idle'), SILENT_AFTER_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const { item, operation, operations } = props;
  const { ref } = item;
  const action = t(TEXTS[operation].label);
  const doneText = `${ref.name}: ${t(TEXTS[operation].done)}`;
  const press = async () => {
    setState('asking');
    await api[operation](ref)
      .then(() => {
        setState('asked');
        operations.setDone(doneText);
      })
      .catch(setState);
  };
  const isHidden = !operations.isAllowed(ref, operation);
  return (
    <span
      className={`${rowClasses.place} ${isHidden ? rowClasses.hidden : ''}`}
    >
      <Button
        ref={button}
        size="small"
        variant="secondary"
        aria-label={t('row.named', { action, name: ref.name })}
        isDisabled={operations.isStale}
        // Not disabled while it is asked for: that would take the focus away.
        isPending={state === 'asking' || state === 'asked'}
        onPress={() => void press()}
      >
        {action}
      </Button>
      <span role="status" className={classes.visuallyHidden}>
        {state === 'asked' && doneText}
      </span>
      {/* Beside the table, where it moves no row. */}
      <Popover
        triggerRef={button}
        isOpen={state instanceof Error}
        onOpenChange={isOpen => {
          if (!isOpen) setState('idle');
        }}
        aria-label={t('row.failed', { action, name: ref.name })}
      >
        {state instanceof Error && (
          <div className={rowClasses.failure}>
            <Alert
              role="alert"
              status="danger"
              icon
              title={t('row.failed', { action, name: ref.name })}
              description={messageOf(state)}
            />
          </div>
        )}
      </Popover>
    </span>
  );
}
