import { labels } from '../annotations/keys';
import { asText, at, isObject } from '../kubernetes/json';
import { finalizersOf, PIPELINE_FINALIZER } from './deletionHealth';
import { isPromise } from './health';
import type { Health } from './healthSchema';
import type { HealthReasonCode } from './reasons';
import type { Related } from './related';
import type { ProgressStage } from './stageSchema';
import { conditionsOf } from './status';

/** What has to be done before the object is gone, in this order. */
type DeletionStep = 'finalPipeline' | 'resources' | 'cleanUp';

/**
 * How far a deletion is: the final pipeline, if there is one; the Resources, if it is a
 * Promise; what Kratix cleans up; gone. The last stage is never done: then there is no view.
 */
export function deletionStagesOf(
  object: unknown,
  related: Related | undefined,
  health: Health,
): ProgressStage[] {
  const since = asText(at(object, 'metadata', 'deletionTimestamp'));
  const state = STATES_BY_CODE[health.reason.code] ?? 'current';
  const steps: DeletionStep[] = [
    ...(hasFinalPipeline(object, related, health)
      ? (['finalPipeline'] as const)
      : []),
    ...(offersResources(object) ? (['resources'] as const) : []),
    'cleanUp',
  ];
  const current = steps.findIndex(step => isLeft(object, step));
  return [
    ...steps.map(
      (name, index): ProgressStage => ({
        name,
        state: stateOfStep(index, current, state),
        ...(index === 0 ? { at: since } : {}),
      }),
    ),
    { name: 'gone', state: 'waiting' },
  ];
}

function stateOfStep(
  index: number,
  current: number,
  state: ProgressStage['state'],
): ProgressStage['state'] {
  if (index === current) return state;
  return index < current ? 'done' : 'waiting';
}

/** Kratix removes the finalizer of a step when the step is done. */
function isLeft(object: unknown, step: DeletionStep): boolean {
  switch (step) {
    case 'finalPipeline':
      return finalizersOf(object).includes(PIPELINE_FINALIZER);
    case 'resources':
      return finalizersOf(object).includes(RESOURCES_FINALIZER);
    default:
      return true;
  }
}

/** Only Promises have it: Kratix removes it when their Resources are gone. */
const RESOURCES_FINALIZER = 'kratix.io/resource-request-cleanup';

/** Whether there may be Resources that go with it: it is a Promise with an API. */
const offersResources = (object: unknown): boolean =>
  isPromise(object) && isObject(at(object, 'spec', 'api'));

const STATES_BY_CODE: Partial<
  Record<HealthReasonCode, ProgressStage['state']>
> = {
  deletionPaused: 'paused',
  deletionSuspended: 'paused',
  deletionSuspendedUntil: 'paused',
  deleteWorkflowFailed: 'failed',
};

/** Of what a pipeline runs for, or ran: its version may have one that the newest has not. */
const TELL_OF_PIPELINE: readonly HealthReasonCode[] = [
  'deletionRuns',
  'deletionSuspended',
  'deletionSuspendedUntil',
  'deleteWorkflowFailed',
];

function hasFinalPipeline(
  object: unknown,
  related: Related | undefined,
  health: Health,
): boolean {
  const [promise, workflow] = isPromise(object)
    ? ([object, 'promise'] as const)
    : ([related?.promise, 'resource'] as const);
  const pipelines = at(promise, 'spec', 'workflows', workflow, 'delete');
  return (
    (Array.isArray(pipelines) && pipelines.length > 0) ||
    TELL_OF_PIPELINE.includes(health.reason.code) ||
    // Kratix keeps it after the pipeline has succeeded and its Jobs are gone.
    conditionsOf(object).some(
      ({ type }) => type === 'DeleteWorkflowCompleted',
    ) ||
    (related?.jobs ?? []).some(
      job => at(job, 'metadata', 'labels', labels.workflowAction) === 'delete',
    )
  );
}
