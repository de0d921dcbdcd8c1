import {
  asNumber,
  asText,
  at,
  jobStateOf,
  labels as keys,
  newestFirst,
  objectsOf,
  type Manifest,
  type RunView,
} from '@syntasso/plugin-ske-common';
import type { JsonObject } from '@backstage/types';

/** Those that Kratix adds to each Pod. */
export const KRATIX_CONTAINERS: ReadonlySet<string> = new Set([
  'reader',
  'work-writer',
  'status-writer',
]);
const RUNS_SHOWN = 10;

/** Jobs, newest first, each with its newest Pod. */
export function makeRunViews(
  jobs: Manifest[],
  podsOf: (job: Manifest) => Manifest[],
): RunView[] {
  return [...jobs]
    .sort(newestFirst)
    .slice(0, RUNS_SHOWN)
    .map(job => runView(job, [...podsOf(job)].sort(newestFirst)[0]));
}

function runView(job: Manifest, pod: Manifest | undefined): RunView {
  const labels = job.metadata.labels ?? {};
  const { state, endedAt } = jobStateOf(job);
  return {
    job: job.metadata.name,
    namespace: job.metadata.namespace ?? '',
    pipeline: labels[keys.pipelineName] ?? '',
    action: labels[keys.workflowAction] ?? 'configure',
    state,
    startedAt:
      asText(at(job, 'status', 'startTime')) ?? job.metadata.creationTimestamp,
    finishedAt: endedAt,
    pod: pod?.metadata.name,
    containers: pod ? containerViews(pod) : [],
  };
}

/** The platform team's containers; Kratix's own say nothing to a developer. */
function containerViews(pod: Manifest): RunView['containers'] {
  const statuses = [
    ...objectsOf(at(pod, 'status', 'initContainerStatuses')),
    ...objectsOf(at(pod, 'status', 'containerStatuses')),
  ];
  return [
    ...objectsOf(at(pod, 'spec', 'initContainers')),
    ...objectsOf(at(pod, 'spec', 'containers')),
  ]
    .map(container => asText(container.name) ?? '')
    .filter(name => name && !KRATIX_CONTAINERS.has(name))
    .map(name =>
      containerView(
        name,
        statuses.find(s => s.name === name),
      ),
    );
}

function containerView(
  name: string,
  status: JsonObject | undefined,
): RunView['containers'][number] {
  const exitCode = asNumber(at(status, 'state', 'terminated', 'exitCode'));
  const restarts = asNumber(status?.restartCount) ?? 0;
  const reasonOf = (state: 'waiting' | 'terminated') => ({
    reason: asText(at(status, 'state', state, 'reason')),
    message: asText(at(status, 'state', state, 'message')),
  });
  if (exitCode !== undefined) {
    return {
      name,
      state: exitCode === 0 ? 'succeeded' : 'failed',
      exitCode,
      restarts,
      ...(exitCode === 0 ? {} : reasonOf('terminated')),
    };
  }
  const isRunning = at(status, 'state', 'running') !== undefined;
  return isRunning
    ? { name, state: 'running', restarts }
    : { name, state: 'waiting', restarts, ...reasonOf('waiting') };
}
