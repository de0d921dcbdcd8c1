import { Text } from '@backstage/ui';
import {
  asText,
  at,
  type Health,
  type HealthReasonCode,
  type PipelineStatus,
  type ResourceView,
  type RunView,
  refOf,
} from '@syntasso/plugin-ske-common';
import { FixedBy } from '../../components/FixedBy';
import { HealthReason } from '../../components/HealthReason';
import { HealthBadge } from '../../components/HealthBadge';
import type { LiveState } from '../../live/LiveStore';
import { Age } from '../../components/Age';
import { Card } from '../../components/Card';
import { OwnerLink } from '../../components/OwnerLink';
import { LogToggle, tellingContainer } from '../../components/Log';
import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';
import { OperateButton } from './OperateButton';
import { shownHealth } from '../../live/shownHealth';
import { Stages } from '../../components/Stages';
import { MessageText } from '../../components/MessageText';

/** Is it all right? The stages, the pipelines, and what failed with its log. */
export function ResourceStatusCard(props: {
  view: ResourceView;
  state: LiveState<ResourceView>;
}) {
  const t = useT();
  const classes = useStyles();
  const { view, state } = props;
  const health = shownHealth(state) ?? view.health;
  // What is paused may be degraded, too.
  const problem = health.state === 'paused' ? view.problem : undefined;
  const message = asText(at(view.manifest, 'status', 'message'));
  return (
    <Card
      title={
        <span className={classes.inline}>
          {view.manifest.metadata.name}
          <HealthBadge health={health} />
          {health.since && (
            <Text variant="body-small" color="secondary">
              <Age since={health.since} form="since" />
            </Text>
          )}
        </span>
      }
      actions={state.kind === 'live' && <Operation view={view} />}
    >
      <div className={classes.column}>
        {view.stages.length > 0 && <Stages stages={view.stages} />}
        {health.state !== 'ready' && (
          <Text as="p">
            <HealthReason health={health} promise={view.promise} />
          </Text>
        )}
        <FixedBy health={health} of="resource" promise={view.promise} />
        {view.paused && !['paused', 'deleting'].includes(health.state) && (
          <Text as="p">{t('reason.paused')}</Text>
        )}
        {problem && (
          <>
            <Text as="p">
              <HealthReason health={problem} />
            </Text>
            <FixedBy health={problem} of="resource" />
          </>
        )}
        <Pipelines view={view} />
        {state.kind === 'live' &&
          view.promise &&
          mayNeedHelp(problem ?? health) && (
            <Text as="p" variant="body-small" data-testid="ske-report-to">
              {t('resource.ask')} <OwnerLink owner={view.promise.owner} />
            </Text>
          )}
        {health.state === 'ready' && message && message !== 'Pending' && (
          <MessageText text={message} />
        )}
      </div>
    </Card>
  );
}

/** Whether somebody of the platform may have to look at it: it does not mend itself. */
const mayNeedHelp = ({ state, reason }: Health): boolean =>
  ['failed', 'degraded', 'unknown', 'deleting'].includes(state) ||
  WAITS_FOR_PLATFORM.has(reason.code);

/** Of what is waiting or paused: what the person who asked cannot change. */
const WAITS_FOR_PLATFORM: ReadonlySet<HealthReasonCode> = new Set([
  'promiseUnavailable',
  'pausedByPromise',
  'noStatus',
  'worksPending',
]);

/** What can be done about the state it is in. */
function Operation(props: { view: ResourceView }) {
  const t = useT();
  const { health, manifest, operations, paused, pipelines, runs } = props.view;
  const ref = refOf(manifest);
  if (paused) {
    return operations.includes('pause') ? (
      <OperateButton
        key="resume"
        resource={ref}
        label={t('resource.resume')}
        done={t('resource.resumed')}
        operate={api => api.resume(ref)}
      />
    ) : null;
  }
  // Running the pipelines again mends nothing where they have succeeded.
  if (health.state === 'failed' && health.reason.code !== 'healthUnhealthy') {
    return operations.includes('retry') ? (
      <OperateButton
        key="retry"
        resource={ref}
        label={t('resource.retry')}
        done={t('resource.retried')}
        operate={api => api.retry(ref)}
        newestRun={runs[0]}
      />
    ) : null;
  }
  const suspended = pipelines.find(({ phase }) => phase === 'Suspended');
  return suspended && operations.includes('release') ? (
    <OperateButton
      // Another time that it waits is another question.
      key={`release ${suspended.name} ${suspended.since}`}
      resource={ref}
      label={t('resource.release')}
      done={t('resource.released')}
      operate={api => api.release(ref)}
      newestRun={runs.find(run => run.pipeline === suspended.name)}
    />
  ) : null;
}

function Pipelines(props: { view: ResourceView }) {
  const classes = useStyles();
  const { view } = props;
  if (view.pipelines.length === 0) return null;
  return (
    <ul className={classes.rows}>
      {view.pipelines.map(pipeline => {
        const run = view.runs.find(r => r.pipeline === pipeline.name);
        return (
          <li key={pipeline.name}>
            {pipeline.phase === 'Failed' && run && (
              <FailureLine pipeline={pipeline} run={run} />
            )}
            <LogToggle
              // A failure opens itself, also when it comes while one looks.
              key={pipeline.phase === 'Failed' ? 'failed' : 'other'}
              run={run}
              pipeline={pipeline.name}
              objectRef={refOf(view.manifest)}
              initiallyOpen={pipeline.phase === 'Failed'}
              title={<Text>{pipeline.name}</Text>}
              when={
                <Text variant="body-small" color="secondary">
                  <PhaseText pipeline={pipeline} />
                </Text>
              }
            />
            {pipeline.message && (
              <Text variant="body-small" color="secondary">
                {pipeline.message}
              </Text>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function PhaseText(props: { pipeline: PipelineStatus }) {
  const t = useT();
  const { pipeline } = props;
  switch (pipeline.phase) {
    case 'Running':
      return (
        <>
          {t('resource.phase.Running', { age: '' }).trim()}{' '}
          {pipeline.since && <Age since={pipeline.since} form="bare" />}
        </>
      );
    case 'Pending':
    case 'Succeeded':
    case 'Failed':
    case 'Suspended':
      return <>{t(`resource.phase.${pipeline.phase}`, { age: '' }).trim()}</>;
    default:
      return <>{pipeline.phase}</>;
  }
}

function FailureLine(props: { pipeline: PipelineStatus; run: RunView }) {
  const t = useT();
  const container = tellingContainer(props.run);
  const pipeline = props.pipeline.name;
  return (
    <Text as="p" variant="body-small" color="secondary">
      {container?.exitCode === undefined
        ? t('resource.stoppedPlain', { pipeline })
        : t('resource.stopped', {
            pipeline,
            container: container.name,
            exit: container.exitCode,
            attempts: container.restarts + 1,
          })}
    </Text>
  );
}
