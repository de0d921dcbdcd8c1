import { asNumber, asText, at, isObject } from '../kubernetes/json';
import { placementsOf } from './placements';
import type { Placement } from './placementSchema';
import type { Related } from './related';
import { healthOf } from './health';
import { isUnderWay, isWorkflowFailure } from './workflowHealth';
import { readStatus, type KratixStatus } from './status';
import { deletionStagesOf } from './deletionStages';
import type { Health, HealthState } from './healthSchema';
import type { ProgressStage } from './stageSchema';

/**
 * How far a Resource is. Stages are done in order: none is done while one before it
 * is not, except where and how the running version was delivered while a change of it is
 * configured. A deletion has stages of its own. Any input gives an answer.
 *
 * @param health - the health that is shown; default: that of the object and its related objects
 * @public
 */
export function stagesOf(
  object: unknown,
  related?: Related,
  health?: Health,
): ProgressStage[] {
  const status = isObject(object) ? readStatus(object) : 'unreadable';
  const summary = health ?? healthOf(object, related);
  const uid = asText(at(object, 'metadata', 'uid'));
  if (summary.state === 'deleting' || isBeingDeleted(object)) {
    return deletionStagesOf(object, related, summary);
  }
  const accepted: ProgressStage = {
    name: 'accepted',
    state: uid || typeof status === 'object' ? 'done' : 'current',
    at: asText(at(object, 'metadata', 'creationTimestamp')),
  };
  if (typeof status !== 'object') {
    return inOrder([accepted, ...upcoming()], summary, false);
  }

  const total = status.pipelines.length;
  const doneCount = status.pipelines.filter(
    p => p.phase === 'Succeeded',
  ).length;
  const workflowFailed =
    summary.state === 'failed' && isWorkflowFailure(summary.reason);
  const isConfigured =
    isCheckedAgain(object, status) ||
    (doneCount === total &&
      !isChangedSince(object, status) &&
      (total > 0 || status.observedGeneration !== undefined));
  const configure: ProgressStage = {
    name: 'configure',
    state: firstOf(['failed', workflowFailed], ['done', isConfigured]),
    at: status.condition('ConfigureWorkflowCompleted')?.lastTransitionTime,
    ...(total > 0 ? { done: doneCount, total } : {}),
  };

  const placements = related ? placementsOf(related) : undefined;
  return inOrder(
    [
      accepted,
      configure,
      scheduledStage(placements, isDelivered(status, summary)),
      deliveredStage(placements, isDelivered(status, summary)),
      {
        name: 'ready',
        state: readyState[summary.state] ?? 'current',
        at: summary.state === 'ready' ? summary.since : undefined,
      },
    ],
    summary,
    status.observedGeneration !== undefined,
  );
}

/** Whether what was carried out last is delivered, as far as the object alone tells. */
function isDelivered(status: KratixStatus, health: Health): boolean {
  const works = status.condition('WorksSucceeded')?.status;
  const wasReconciled =
    status.observedGeneration !== undefined &&
    status.condition('Reconciled')?.status === 'True';
  return (
    health.state === 'ready' ||
    works === 'True' ||
    (wasReconciled && works !== 'False')
  );
}

const isBeingDeleted = (object: unknown) =>
  asText(at(object, 'metadata', 'deletionTimestamp')) !== undefined;

/** Whether Kratix has carried it out, and something in it has changed since. */
const isChangedSince = (
  object: unknown,
  { observedGeneration }: KratixStatus,
) =>
  observedGeneration !== undefined &&
  (asNumber(at(object, 'metadata', 'generation')) ?? 0) > observedGeneration;

/**
 * Whether pipelines only run again for what is delivered already, as Kratix has them do
 * from time to time.
 */
function isCheckedAgain(object: unknown, status: KratixStatus): boolean {
  const generation = asNumber(at(object, 'metadata', 'generation'));
  return (
    status.pipelines.some(isUnderWay) &&
    status.observedGeneration !== undefined &&
    status.observedGeneration === generation &&
    status.condition('WorksSucceeded')?.status === 'True' &&
    status.condition('Reconciled')?.reason !== 'ConfigureWorkflowFailed'
  );
}

const readyState: Partial<Record<HealthState, ProgressStage['state']>> = {
  ready: 'done',
  failed: 'failed',
};

const upcoming = () =>
  (['configure', 'scheduled', 'delivered', 'ready'] as const).map(
    (name): ProgressStage => ({ name, state: 'current' }),
  );

function scheduledStage(
  placements: Placement[] | undefined,
  isSettled: boolean,
): ProgressStage {
  if (!placements)
    return { name: 'scheduled', state: isSettled ? 'done' : 'current' };
  const scheduledPlacements = placements.filter(
    d => d.state !== 'unscheduled' && d.state !== 'scheduling',
  );
  const hasFailed = placements.some(
    d => d.state === 'unscheduled' || d.state === 'misplaced',
  );
  return {
    name: 'scheduled',
    state: firstOf(
      ['failed', hasFailed],
      ['done', scheduledPlacements.length === placements.length],
    ),
    ...(placements.length > 0
      ? { done: scheduledPlacements.length, total: placements.length }
      : {}),
  };
}

function deliveredStage(
  placements: Placement[] | undefined,
  isSettled: boolean,
): ProgressStage {
  if (!placements)
    return { name: 'delivered', state: isSettled ? 'done' : 'current' };
  const writtenPlacements = placements.filter(d => d.state === 'written');
  const hasFailed = placements.some(
    d => d.state === 'failing' || d.state === 'destinationNotReady',
  );
  const times = writtenPlacements.map(d => d.since ?? '').sort();
  return {
    name: 'delivered',
    state: firstOf(
      ['failed', hasFailed],
      ['done', writtenPlacements.length === placements.length],
    ),
    at:
      writtenPlacements.length === placements.length
        ? times.pop() || undefined
        : undefined,
    ...(placements.length > 0
      ? { done: writtenPlacements.length, total: placements.length }
      : {}),
  };
}

/** The first state whose condition holds, else `current`. */
function firstOf(
  ...cases: [ProgressStage['state'], boolean][]
): ProgressStage['state'] {
  return cases.find(([, holds]) => holds)?.[0] ?? 'current';
}

/**
 * The first unfinished stage may be held up; all stages after it wait.
 *
 * @param hasRun - then something runs, and stays delivered while it is configured again
 */
function inOrder(
  list: ProgressStage[],
  health: Health,
  hasRun: boolean,
): ProgressStage[] {
  const first = list.findIndex(stage => stage.state !== 'done');
  const staysDelivered = hasRun && list[first]?.name === 'configure';
  return list.map((stage, index) => {
    if (first !== -1 && index > first) {
      return staysDelivered && stage.state === 'done'
        ? stage
        : { name: stage.name, state: 'waiting' };
    }
    return index === first && stage.state === 'current'
      ? { ...stage, state: heldUpBy(health) }
      : stage;
  });
}

const heldUpBy = ({ state, reason }: Health): ProgressStage['state'] =>
  reason.code === 'promiseUnavailable' || reason.code === 'pausedByPromise'
    ? 'blocked'
    : heldUp[state] ?? 'current';

const heldUp: Partial<Record<HealthState, ProgressStage['state']>> = {
  paused: 'paused',
  pending: 'waiting',
  degraded: 'degraded',
  unknown: 'unknown',
};
