import { useEffect, useRef, useState } from 'react';
import {
  Alert,
  Button,
  ButtonLink,
  DialogBody,
  DialogFooter,
  Text,
} from '@backstage/ui';
import { useTaskEventStream } from '@backstage/plugin-scaffolder-react';
import type { JsonValue } from '@backstage/types';
import type {
  HealthState,
  ObjectRef,
  ResourceView,
} from '@syntasso/plugin-ske-common';
import { HealthReason } from '../../../components/HealthReason';
import { HealthBadge } from '../../../components/HealthBadge';
import { useKratixHref } from '../../../hooks/useKratixHref';
import { useLiveResource, viewOf } from '../../../hooks/useLive';
import { useStepFocus } from '../../../hooks/useStepFocus';
import { useStyles } from '../../../components/styles';
import { Stages } from '../../../components/Stages';
import { useT } from '../../../translations/useT';
import { DialogSteps, STEP_HEADING } from '../../../components/DialogSteps';
import { nextActionsOf } from '../../nextActions/nextActionsOf';
import {
  isOperateAction,
  OperateAction,
} from '../../nextActions/OperateAction';
import { refOfValues, type DialogTarget } from '../template/dialogTarget';

/** At the beginning of a line of a log: the stream puts it there. */
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z /;
/** As terminals know them. */
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
/** A line of a stack: where in whose code an error was thrown. */
const STACK = /^\s+at .*(:\d+:\d+\)?|\(<anonymous>\)|\(index \d+\))$/;

/** An update that changed nothing is done after this long. */
export const NOTHING_CHANGED_MS = 3_000;

/** The task's steps and log, then the live stages until it is ready. */
export function ProgressStep(props: {
  taskId: string;
  target: DialogTarget;
  values: Record<string, JsonValue>;
  /** Called once, when the task has succeeded. */
  onDone: () => void;
  onBack: () => void;
}) {
  const t = useT();
  const classes = useStyles();
  const content = useStepFocus([STEP_HEADING]);
  const task = useTaskEventStream(props.taskId);
  const { target } = props;
  const ref = refOfValues(target, props.values);
  const failed = task.completed && task.error !== undefined;
  const succeeded = task.completed && !failed;
  const onDoneRef = useRef(props.onDone);
  onDoneRef.current = props.onDone;
  useEffect(() => {
    if (succeeded) onDoneRef.current();
  }, [succeeded]);
  const proposal = task.output?.links?.find(({ url }) => url)?.url;
  const log = Object.values(task.stepLogs).flat();
  // As it was when it was submitted: the page goes on while this is open.
  const [generation] = useState(() =>
    target.kind === 'update'
      ? target.resource.manifest.metadata.generation ?? 0
      : 0,
  );
  return (
    <>
      <DialogBody>
        <div ref={content} className={classes.column}>
          <DialogSteps current="progress" />
          {failed && (
            <Alert
              role="alert"
              status="danger"
              icon
              title={t('dialog.failed')}
              description={task.error?.message}
            />
          )}
          {succeeded && (
            <Text as="p" role="status">
              {t('dialog.submitted')}
            </Text>
          )}
          {!task.completed && <Text as="p">{t('dialog.waiting')}</Text>}
          {(failed || !task.completed) && (
            <pre className={classes.code} tabIndex={0} role="log">
              {readableLog(log)}
            </pre>
          )}
          {succeeded && proposal && <Proposed url={proposal} />}
          {succeeded && !proposal && (
            <NewResource target={ref} generation={generation} />
          )}
        </div>
      </DialogBody>
      {failed && (
        <DialogFooter>
          <Button variant="primary" onPress={props.onBack}>
            {t('dialog.backToForm')}
          </Button>
        </DialogFooter>
      )}
    </>
  );
}

/** Where it goes on: somebody has to approve it. */
function Proposed(props: { url: string }) {
  const t = useT();
  const classes = useStyles();
  return (
    <div className={classes.column}>
      <Alert
        role="status"
        status="success"
        icon
        title={t('dialog.proposed')}
        description={t('dialog.proposedText')}
      />
      <div>
        <ButtonLink variant="primary" href={props.url} target="_blank">
          {t('requests.openPullRequest')}
        </ButtonLink>
      </div>
    </div>
  );
}

function NewResource(props: { target: ObjectRef; generation: number }) {
  const t = useT();
  const classes = useStyles();
  const { state } = useLiveResource(props.target);
  const view = viewOf(state);
  const isSettled = useSettled(view, props.generation);
  const href = useKratixHref(view?.entityRef);
  if (!view) return <Text>{t('dialog.waiting')}</Text>;
  const { name } = props.target;
  return (
    <div className={classes.column}>
      <div className={classes.inline}>
        <Text weight="bold">{name}</Text>
        <HealthBadge health={view.health} />
        <Text color="secondary">
          <HealthReason health={view.health} promise={view.promise} />
        </Text>
      </div>
      <Stages stages={view.stages} />
      <div className={classes.inline}>
        {nextActionsOf(view)
          .filter(isOperateAction)
          .filter(action => action === 'resume' || action === 'release')
          .map(action => (
            <OperateAction
              key={action}
              action={action}
              view={view}
              isDisabled={state.kind !== 'live'}
            />
          ))}
      </div>
      <div role="status">
        {isSettled && (
          <Alert status="success" icon title={t('dialog.ready', { name })} />
        )}
        {!isSettled && !WAITS_FOR_SOMEBODY.has(view.health.state) && (
          <Text color="secondary">{t('dialog.closeHint')}</Text>
        )}
      </div>
      {href && (
        <div>
          <ButtonLink
            variant={isSettled ? 'primary' : 'secondary'}
            // The dialog is not of that address, so it is closed there.
            href={href}
          >
            {t('dialog.open', { name })}
          </ButtonLink>
        </div>
      )}
    </div>
  );
}

/** Then it does not carry on by itself; its reason says so. */
const WAITS_FOR_SOMEBODY: ReadonlySet<HealthState> = new Set([
  'paused',
  'failed',
]);

/** Ready, and not only still ready from before the change. */
function useSettled(view: ResourceView | undefined, generation: number) {
  const [waited, setWaited] = useState(false);
  const moved = useRef(false);
  useEffect(() => {
    const timer = setTimeout(() => setWaited(true), NOTHING_CHANGED_MS);
    return () => clearTimeout(timer);
  }, []);
  if ((view?.manifest.metadata.generation ?? 0) > generation) {
    moved.current = true;
  }
  return view?.health.state === 'ready' && (moved.current || waited);
}

/**
 * A log of the scaffolder for a person: without times, colours and stacks.
 *
 * @param entries - of one or more lines each
 */
export const readableLog = (entries: string[]): string =>
  entries
    .flatMap(entry => entry.replace(TIME, '').replace(COLOURS, '').split('\n'))
    .filter(line => !STACK.test(line))
    .join('\n');
