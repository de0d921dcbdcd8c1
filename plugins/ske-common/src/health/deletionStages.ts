import { labels } from '../annotations/keys';
import { asText, at } from '../kubernetes/json';
import { isPromise } from './health';
import type { Health } from './healthSchema';
import type { HealthReasonCode } from './reasons';
import type { Related } from './related';
import type { ProgressStage } from './stageSchema';

/** Kratix takes it away when the delete pipeline is done, or when there is none. */
const PIPELINE_FINALIZER = 'kratix.io/delete-workflows';

/**
 * How far a deletion is: the final pipeline, where its Promise has one; what Kratix
 * cleans up; gone, which nobody sees done.
 */
export function deletionStagesOf(
  object: unknown,
  related: Related | undefined,
  health: Health,
): ProgressStage[] {
  const since = asText(at(object, 'metadata', 'deletionTimestamp'));
  const state = STATES_BY_CODE[health.reason.code] ?? 'current';
  const isPipelineLeft =
    hasFinalPipeline(object, related, health) &&
    finalizersOf(object).includes(PIPELINE_FINALIZER);
  const cleanUp: ProgressStage = {
    name: 'cleanUp',
    state: isPipelineLeft ? 'waiting' : state,
  };
  const gone: ProgressStage = { name: 'gone', state: 'waiting' };
  if (!hasFinalPipeline(object, related, health)) {
    return [{ ...cleanUp, at: since }, gone];
  }
  return [
    {
      name: 'finalPipeline',
      state: isPipelineLeft ? state : 'done',
      at: since,
    },
    cleanUp,
    gone,
  ];
}

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
    (related?.jobs ?? []).some(
      job => at(job, 'metadata', 'labels', labels.workflowAction) === 'delete',
    )
  );
}

function finalizersOf(object: unknown): unknown[] {
  const finalizers = at(object, 'metadata', 'finalizers');
  return Array.isArray(finalizers) ? finalizers : [];
}
