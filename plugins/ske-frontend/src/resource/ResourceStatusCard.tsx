import { useState } from 'react';
import { Alert, Button, Text } from '@backstage/ui';
import { useApi } from '@backstage/core-plugin-api';
import { MarkdownContent } from '@backstage/core-components';
import {
  asText,
  at,
  type PipelineView,
  type ResourceView,
  type RunView,
} from '@syntasso/plugin-ske-common';
import { skeApiRef } from '../api/SkeApi';
import { HealthBadge } from '../health/HealthBadge';
import type { LiveState } from '../live/LiveStore';
import { Age } from '../parts/Age';
import { Card } from '../parts/Card';
import { OwnerLink } from '../parts/OwnerLink';
import { LogToggle, tellingContainer } from '../parts/Log';
import { useDenied } from '../parts/useDenied';
import { useStyles } from '../parts/styles';
import { reasonText, useT } from '../translations/useT';
import { refOf } from './refOf';
import { shownHealth } from './shownHealth';
import { Stages } from './Stages';

/** Is it all right? The stages, the pipelines, and what failed with its log. */
export function ResourceStatusCard(props: {
  view: ResourceView;
  state: LiveState<ResourceView>;
}) {
  const t = useT();
  const classes = useStyles();
  const { view, state } = props;
  const health = shownHealth(state) ?? view.health;
  const message = asText(at(view.manifest, 'status', 'message'));
  const failed = view.health.state === 'failed';
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
      actions={failed && state.kind === 'live' && <RetryButton view={view} />}
    >
      <div className={classes.column}>
        <Stages stages={view.stages} />
        {health.state !== 'ready' && (
          <Text as="p">{reasonText(t, health.reason)}</Text>
        )}
        <Pipelines view={view} />
        {health.state === 'ready' && message && message !== 'Pending' && (
          <MarkdownContent content={message} className={classes.markdown} />
        )}
      </div>
    </Card>
  );
}

function Pipelines(props: { view: ResourceView }) {
  const t = useT();
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
              subject={refOf(view.manifest)}
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
      {view.health.state === 'failed' && view.promise && (
        <li>
          <Text variant="body-small">
            {t('resource.ask')} <OwnerLink owner={view.promise.owner} />
          </Text>
        </li>
      )}
    </ul>
  );
}

function PhaseText(props: { pipeline: PipelineView }) {
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

function FailureLine(props: { pipeline: PipelineView; run: RunView }) {
  const t = useT();
  const container = tellingContainer(props.run);
  const pipeline = props.pipeline.name;
  return (
    <Text as="p" weight="bold">
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

function RetryButton(props: { view: ResourceView }) {
  const t = useT();
  const api = useApi(skeApiRef);
  const denied = useDenied('operate', {
    kind: 'resource',
    ref: refOf(props.view.manifest),
  });
  const [state, setState] = useState<'idle' | 'asking' | 'asked' | Error>(
    'idle',
  );
  const retry = async () => {
    setState('asking');
    await api
      .retry(refOf(props.view.manifest))
      .then(() => setState('asked'))
      .catch(setState);
  };
  if (state instanceof Error) {
    return <Alert role="alert" status="danger" title={state.message} />;
  }
  if (denied) {
    return (
      <Text variant="body-small" color="secondary">
        {denied}
      </Text>
    );
  }
  return (
    <Button
      variant="primary"
      size="small"
      isDisabled={state !== 'idle'}
      onPress={() => void retry()}
    >
      {state === 'asked' ? t('resource.retried') : t('resource.retry')}
    </Button>
  );
}
