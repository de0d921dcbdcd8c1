import type { JsonObject } from '@backstage/types';
import { asNumber, at } from '../kubernetes/json';
import { decisiveRecordOf } from './healthRecords';
import type { Health } from './healthSchema';
import { makeHealth } from './makeHealth';
import { findDeliveryProblem } from './deliveryHealth';
import { placementsOf } from './placements';
import type { Related } from './related';
import type { KratixStatus } from './status';
import {
  healthUnderWay,
  isPaused,
  isUnderWay,
  pausedOrSuspended,
  workflowFailure,
} from './workflowHealth';

/** The Resource column of the table in docs/health.md; the first rule that matches wins. */
export function resourceHealthOf(
  object: JsonObject,
  status: KratixStatus,
  related: Related | undefined,
): Health {
  return (
    failed(object, status) ??
    pausedOrSuspended(object, status) ??
    pausedByPromise(status, related) ??
    findUnavailablePromise(object, status) ??
    unscheduled(status, related) ??
    progressing(object, status, related) ??
    degraded(object, status, related) ??
    ready(status) ??
    notReadyYet(status)
  );
}

/** What is wrong with a Resource besides that it is paused. */
export const degradedWhilePaused = (
  object: JsonObject,
  status: KratixStatus,
  related: Related | undefined,
): Health | undefined =>
  unscheduled(status, related) ?? degraded(object, status, related);

/** What a rule says; undefined where it does not apply. */
type RuleResult = Health | undefined;

function failed(object: JsonObject, status: KratixStatus): RuleResult {
  const workflow = workflowFailure(status);
  if (workflow) return workflow;
  return at(object, 'status', 'healthStatus', 'state') === 'unhealthy'
    ? byHealthRecord('failed', 'healthUnhealthy', object)
    : undefined;
}

/** The health that a health check has reported. */
function byHealthRecord(
  state: 'failed' | 'degraded',
  code: 'healthUnhealthy' | 'healthDegraded',
  object: JsonObject,
): Health {
  const { lastRun, detail } = decisiveRecordOf(object);
  return makeHealth(state, code, lastRun, { detail });
}

/** While a Promise is paused, Kratix does not carry out changes of its Resources. */
function pausedByPromise(status: KratixStatus, related?: Related): RuleResult {
  const reconciled = status.condition('Reconciled');
  return reconciled?.reason === 'PausedReconciliation' &&
    isPaused(related?.promise)
    ? makeHealth('paused', 'pausedByPromise', reconciled.lastTransitionTime)
    : undefined;
}

/** While its Promise is not available, Kratix does not carry out changes of a Resource. */
function findUnavailablePromise(
  object: JsonObject,
  status: KratixStatus,
): RuleResult {
  const promise = status.condition('PromiseAvailable');
  const isNew = generationOf(object) !== status.observedGeneration;
  return promise?.status === 'False' &&
    isNew &&
    !status.pipelines.some(isUnderWay)
    ? makeHealth('pending', 'promiseUnavailable', promise.lastTransitionTime)
    : undefined;
}

const generationOf = (object: JsonObject) =>
  asNumber(at(object, 'metadata', 'generation'));

/** A Work that no Destination matches waits for somebody: that is no progress. */
function unscheduled(status: KratixStatus, related?: Related): RuleResult {
  if (!related || status.pipelines.some(isUnderWay)) return undefined;
  const placement = placementsOf(related).find(p => p.state === 'unscheduled');
  return (
    placement && makeHealth('degraded', 'noDestinationMatches', placement.since)
  );
}

function progressing(
  object: JsonObject,
  status: KratixStatus,
  related?: Related,
): RuleResult {
  const underWay = healthUnderWay(status);
  if (underWay) return underWay;
  const generation = generationOf(object);
  const observed = status.observedGeneration;
  // Kratix writes observedGeneration once it has seen a change, also without pipelines.
  const wasSeenBefore = status.workflows > 0 || observed !== undefined;
  if (
    wasSeenBefore &&
    generation !== undefined &&
    generation > (observed ?? 0)
  ) {
    return makeHealth(
      'progressing',
      observed === undefined ? 'reconciling' : 'newSpecNotTakenUp',
      undefined,
    );
  }
  const reconciled = status.condition('Reconciled');
  if (hasNothingToRun(status) && observed === generation) return undefined;
  const configure = status.condition('ConfigureWorkflowCompleted');
  // Reconciled still tells of the failed run before, until this one is reconciled.
  const failedBefore =
    reconciled?.reason === 'ConfigureWorkflowFailed' &&
    configure?.status === 'True';
  if (reconciled?.status === 'Unknown' || failedBefore) {
    return makeHealth(
      'progressing',
      reconciled.reason === 'WorksPending' ? 'worksPending' : 'reconciling',
      reconciled.lastTransitionTime,
    );
  }
  if (!reconciled && status.workflows > 0) {
    return makeHealth('progressing', 'reconciling', undefined);
  }
  const writing =
    related && placementsOf(related).find(d => d.state === 'writing');
  if (!writing) return undefined;
  const { destination, since } = writing;
  return destination === undefined
    ? makeHealth('progressing', 'worksPending', since)
    : makeHealth('progressing', 'writing', since, { destination });
}

function degraded(
  object: JsonObject,
  status: KratixStatus,
  related?: Related,
): RuleResult {
  if (at(object, 'status', 'healthStatus', 'state') === 'degraded') {
    return byHealthRecord('degraded', 'healthDegraded', object);
  }
  // A placement names its Destination; the condition does not.
  const delivery = findDeliveryProblem(related);
  if (delivery) return delivery;
  const works = status.condition('WorksSucceeded');
  return works?.status === 'False'
    ? makeHealth(
        'degraded',
        works.reason === 'WorksMisplaced' ? 'worksMisplaced' : 'worksFailing',
        works.lastTransitionTime,
      )
    : undefined;
}

function ready(status: KratixStatus): RuleResult {
  const reconciled = status.condition('Reconciled');
  if (reconciled?.status === 'True') {
    return makeHealth('ready', 'reconciled', reconciled.lastTransitionTime);
  }
  return hasNothingToRun(status) && status.observedGeneration !== undefined
    ? makeHealth('ready', 'nothingToRun', undefined)
    : undefined;
}

/** Whether there are no pipelines: then a Resource is ready once Kratix has seen it. */
const hasNothingToRun = ({ workflows, pipelines }: KratixStatus) =>
  workflows === 0 && pipelines.length === 0;

function notReadyYet(status: KratixStatus): Health {
  const reconciled = status.condition('Reconciled');
  if (reconciled?.status === 'False') {
    return makeHealth(
      'degraded',
      'reconcileFailing',
      reconciled.lastTransitionTime,
      { message: reconciled.message },
    );
  }
  return makeHealth('pending', 'notStarted', undefined);
}
