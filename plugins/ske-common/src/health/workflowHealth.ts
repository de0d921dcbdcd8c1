import type { JsonObject } from '@backstage/types';
import { labels } from '../annotations/keys';
import { at } from '../kubernetes/json';
import type { Health } from './healthSchema';
import { makeHealth } from './makeHealth';
import type { HealthReason } from './reasons';
import type { KratixStatus, PipelineStatus } from './status';

// Rules about workflows, which both Promises and Resources have.

/** Whether a pipeline runs or is about to. @public */
export const isUnderWay = (pipeline: PipelineStatus) =>
  pipeline.phase === 'Pending' || pipeline.phase === 'Running';

/** The health while a pipeline runs or is about to; undefined where none is. */
export function healthUnderWay({
  pipelines,
}: KratixStatus): Health | undefined {
  const running = pipelines.find(({ phase }) => phase === 'Running');
  const pipeline = running ?? pipelines.find(isUnderWay);
  return (
    pipeline &&
    makeHealth(
      'progressing',
      running ? 'pipelineRunning' : 'pipelinePending',
      pipeline.since,
      { pipeline: pipeline.name },
    )
  );
}

/** A configure workflow that has failed. */
export function workflowFailure(status: KratixStatus): Health | undefined {
  const pipeline = status.pipelines.find(p => p.phase === 'Failed');
  if (pipeline) {
    return makeHealth('failed', 'pipelineFailed', pipeline.since, {
      message: pipeline.message,
    });
  }
  const configure = status.condition('ConfigureWorkflowCompleted');
  // A re-run after a failure keeps the old condition while pipelines run anew.
  const runsAgain = status.pipelines.some(isUnderWay);
  if (configure?.reason === 'ConfigureWorkflowFailed' && !runsAgain) {
    return makeHealth(
      'failed',
      'configureWorkflowFailed',
      configure.lastTransitionTime,
      {
        message: SAYS_NO_MORE.test(configure.message)
          ? undefined
          : configure.message,
      },
    );
  }
  return undefined;
}

/** What Kratix writes of every failure: "A Configure Pipeline has failed: setup". */
const SAYS_NO_MORE = /^An? \S+ Pipeline has failed\b/;

/**
 * The health of what has failed, with the line that says why: it is not in the object,
 * but in the log of a pipeline. Any other health as it is.
 *
 * @public
 */
export function withCause(health: Health, cause: string): Health {
  const { reason } = health;
  return isWorkflowFailure(reason)
    ? {
        ...health,
        reason: { ...reason, values: { ...reason.values, message: cause } },
      }
    : health;
}

/** Whether a reason is that pipelines have failed, which their log tells more of. @public */
export const isWorkflowFailure = (
  reason: HealthReason,
): reason is Extract<
  HealthReason,
  {
    code: 'pipelineFailed' | 'configureWorkflowFailed' | 'deleteWorkflowFailed';
  }
> =>
  reason.code === 'pipelineFailed' ||
  reason.code === 'configureWorkflowFailed' ||
  reason.code === 'deleteWorkflowFailed';

/** Paused by label, or suspended by a pipeline. */
export function pausedOrSuspended(
  object: JsonObject,
  status: KratixStatus,
): Health | undefined {
  // The label decides: without pipelines Kratix leaves the condition as it is when
  // somebody resumes it.
  if (isPaused(object)) {
    const reconciled = status.condition('Reconciled');
    return makeHealth('paused', 'paused', reconciled?.lastTransitionTime);
  }
  const suspension = suspensionOf(status);
  if (!suspension) return undefined;
  const { since, until, values } = suspension;
  return until
    ? makeHealth('paused', 'suspendedUntil', since, { ...values, until })
    : makeHealth('paused', 'suspended', since, values);
}

/** Whether a Promise or Resource has the label that pauses it. */
export const isPaused = (object: unknown): boolean =>
  at(object, 'metadata', 'labels', labels.paused) === 'true';

/** The pipeline that has suspended its workflow, and until when; undefined where none has. */
export function suspensionOf({ pipelines }: KratixStatus) {
  const pipeline = pipelines.find(({ phase }) => phase === 'Suspended');
  if (!pipeline) return undefined;
  const { name, message, since, nextRetryAt: until } = pipeline;
  return { since, until, values: { pipeline: name, message } };
}
