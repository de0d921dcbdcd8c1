import type { JsonObject } from '@backstage/types';
import { labels } from '../annotations/keys';
import { at } from '../kubernetes/json';
import type { Health } from './healthSchema';
import { jobStateOf, newestFirst } from './jobs';
import { makeHealth } from './makeHealth';
import type { Related } from './related';
import type { KratixStatus } from './status';
import { isPaused, isUnderWay, suspensionOf } from './workflowHealth';

/**
 * The health of a Promise or Resource that is being deleted, and what its deletion waits
 * for.
 *
 * @param since - its `deletionTimestamp`
 */
export function deletionHealthOf(
  object: JsonObject,
  status: KratixStatus | undefined,
  since: string,
  related: Related | undefined,
): Health {
  const completed = status?.condition('DeleteWorkflowCompleted');
  const hasFailed =
    completed?.reason === 'DeleteWorkflowFailed' && !isPipelineDone(object);
  if (hasFailed && !isRetried(related)) {
    return makeHealth(
      'failed',
      'deleteWorkflowFailed',
      completed.lastTransitionTime,
    );
  }
  if (isPaused(object)) return makeHealth('deleting', 'deletionPaused', since);
  const suspension = status && suspensionOf(status);
  if (!suspension) return underWay(status, since);
  const { until, values } = suspension;
  return until
    ? makeHealth('deleting', 'deletionSuspendedUntil', since, {
        ...values,
        until,
      })
    : makeHealth('deleting', 'deletionSuspended', since, values);
}

/** Kratix takes it away when the delete pipeline is done, or when there is none. */
export const PIPELINE_FINALIZER = 'kratix.io/delete-workflows';

/** The finalizers of an object, which hold its deletion. */
export function finalizersOf(object: unknown): unknown[] {
  const finalizers = at(object, 'metadata', 'finalizers');
  return Array.isArray(finalizers) ? finalizers : [];
}

/** Needed because Kratix keeps the condition of a failure after a later run has succeeded. */
function isPipelineDone(object: JsonObject): boolean {
  const finalizers = finalizersOf(object);
  return finalizers.length > 0 && !finalizers.includes(PIPELINE_FINALIZER);
}

/** Until its delete workflow starts, the status lists the pipelines from before. */
function underWay(status: KratixStatus | undefined, since: string): Health {
  const pipeline = status?.pipelines.find(
    p => isUnderWay(p) && Date.parse(p.since ?? '') >= Date.parse(since),
  );
  return pipeline
    ? makeHealth('deleting', 'deletionRuns', since, { pipeline: pipeline.name })
    : makeHealth('deleting', 'deleting', since);
}

/** Kratix keeps the condition of the failure while it tries again; the newest Job tells. */
function isRetried(related: Related | undefined): boolean {
  const jobs = related?.jobs?.filter(
    job => at(job, 'metadata', 'labels', labels.workflowAction) === 'delete',
  );
  const newestJob = jobs?.sort(newestFirst)[0];
  return newestJob !== undefined && jobStateOf(newestJob).state !== 'failed';
}
