import type { ReactNode } from 'react';
import { Text } from '@backstage/ui';
import {
  asText,
  at,
  type PipelineStatus,
  type ResourceView,
  type RunView,
  refOf,
} from '@syntasso/plugin-ske-common';
import { DeletionWait } from '../../components/DeletionWait';
import { FixedBy } from '../../components/FixedBy';
import { HealthReason } from '../../components/HealthReason';
import { LiveHealthBadge } from '../../components/LiveHealthBadge';
import type { LiveState } from '../../live/LiveStore';
import { Age } from '../../components/Age';
import { Card } from '../../components/Card';
import { LogToggle } from '../../components/LogToggle';
import { containerToShow } from '../../utils/containerToShow';
import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';
import { phaseText } from '../../utils/phaseText';
import { RequestSummary } from './RequestSummary';
import { NextActions } from '../nextActions/NextActions';
import { nextActionsOf } from '../nextActions/nextActionsOf';
import { shownHealth } from '../../live/shownHealth';
import { Stages } from '../../components/Stages';
import { MessageText } from '../../components/MessageText';

/**
 * Is it all right, and what to do next? The stages, the pipelines, and what failed with
 * its log.
 *
 * @param props.change - the button that changes the request
 */
export function ResourceStatusCard(props: {
  view: ResourceView;
  state: LiveState<ResourceView>;
  change?: ReactNode;
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
          <LiveHealthBadge health={health} />
          {health.since && (
            <Text variant="body-small" color="secondary">
              <Age since={health.since} form="lasting" />
            </Text>
          )}
        </span>
      }
    >
      <div className={classes.column}>
        <RequestSummary view={view} />
        {view.stages.length > 0 && <Stages stages={view.stages} />}
        {health.state !== 'ready' && (
          <Text as="p">
            <HealthReason health={health} promise={view.promise} />
          </Text>
        )}
        <FixedBy health={health} of="resource" promise={view.promise} />
        <DeletionWait metadata={view.manifest.metadata} />
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
        <NextActions
          view={view}
          actions={nextActionsOf(view)}
          change={props.change}
          isLive={state.kind === 'live'}
        />
        <Pipelines view={view} />
        {health.state === 'ready' && message && message !== 'Pending' && (
          <MessageText text={message} />
        )}
      </div>
    </Card>
  );
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
  const { phase, since } = props.pipeline;
  return (
    <>
      {phaseText(t, phase)}
      {phase === 'Running' && since && (
        <>
          {' '}
          <Age since={since} form="bare" />
        </>
      )}
    </>
  );
}

function FailureLine(props: { pipeline: PipelineStatus; run: RunView }) {
  const t = useT();
  const container = containerToShow(props.run);
  const pipeline = props.pipeline.name;
  return (
    <Text as="p" variant="body-small" color="secondary">
      {container?.exitCode === undefined
        ? t('resource.stoppedPlain', { pipeline })
        : t('resource.stopped', {
            pipeline,
            container: container.name,
            exit: container.exitCode,
            count: container.restarts + 1,
          })}
    </Text>
  );
}
