import type { JsonObject } from '@backstage/types';
import { labels } from '../annotations/keys';
import { asNumber, at } from '../kubernetes/json';
import { placementsOf } from './placements';
import { lastRun, recordDetail } from './healthRecord';
import type { ReadStatus } from './status';
import type { Health, HealthState, Related } from './types';

/** The Resource column of the health table; the first rule that matches wins. */
export function resourceHealth(
  object: JsonObject,
  status: ReadStatus,
  related: Related | undefined,
): Health {
  return (
    failed(object, status) ??
    paused(object, status) ??
    degradedBeforeProgress(status, related) ??
    progressing(object, status, related) ??
    degraded(object, status, related) ??
    ready(status) ??
    waiting(status)
  );
}

type Rule = Health | undefined;

/** Builds a verdict; values left undefined are dropped. */
export function verdict(
  state: HealthState,
  code: string,
  since?: string,
  values: Record<string, string | undefined> = {},
): Health {
  const known = Object.entries(values).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return { state, reason: { code, values: Object.fromEntries(known) }, since };
}

/** A failed workflow, of whichever action; shared with Promises. */
export function workflowFailure(status: ReadStatus): Rule {
  const deletion = status.condition('DeleteWorkflowCompleted');
  if (deletion?.reason === 'DeleteWorkflowFailed') {
    return verdict(
      'failed',
      'deleteWorkflowFailed',
      deletion.lastTransitionTime,
    );
  }
  const pipeline = status.pipelines.find(p => p.phase === 'Failed');
  if (pipeline) {
    return verdict('failed', 'pipelineFailed', pipeline.lastTransitionTime, {
      pipeline: pipeline.name,
      message: pipeline.message,
    });
  }
  const configure = status.condition('ConfigureWorkflowCompleted');
  // A re-run after a failure keeps the old condition while pipelines run anew.
  const runsAgain = status.pipelines.some(p => p.phase === 'Running');
  if (configure?.reason === 'ConfigureWorkflowFailed' && !runsAgain) {
    return verdict(
      'failed',
      'configureWorkflowFailed',
      configure.lastTransitionTime,
      { message: configure.message },
    );
  }
  return undefined;
}

function failed(object: JsonObject, status: ReadStatus): Rule {
  const workflow = workflowFailure(status);
  if (workflow) return workflow;
  return at(object, 'status', 'healthStatus', 'state') === 'unhealthy'
    ? verdict('failed', 'healthUnhealthy', lastRun(object), {
        detail: recordDetail(object),
      })
    : undefined;
}

/** Paused by label, or suspended by a pipeline; shared with Promises. */
export function pausedOrSuspended(
  object: JsonObject,
  status: ReadStatus,
): Rule {
  const reconciled = status.condition('Reconciled');
  if (
    at(object, 'metadata', 'labels', labels.paused) === 'true' ||
    (reconciled?.status === 'Unknown' &&
      reconciled.reason === 'PausedReconciliation')
  ) {
    return verdict('paused', 'paused', reconciled?.lastTransitionTime);
  }
  const suspended = status.pipelines.find(p => p.phase === 'Suspended');
  if (!suspended) return undefined;
  return verdict(
    'paused',
    suspended.nextRetryAt ? 'suspendedUntil' : 'suspended',
    suspended.lastTransitionTime,
    {
      pipeline: suspended.name,
      message: suspended.message,
      until: suspended.nextRetryAt,
    },
  );
}

const paused = pausedOrSuspended;

/** WorksPending is progress, unless the related objects show that it cannot end. */
function degradedBeforeProgress(status: ReadStatus, related?: Related): Rule {
  if (!related || status.pipelines.some(isUnderWay)) return undefined;
  const unscheduled = placementsOf(related).find(
    d => d.state === 'unscheduled',
  );
  return (
    unscheduled &&
    verdict('degraded', 'noDestinationMatches', unscheduled.since, {
      work: unscheduled.work,
    })
  );
}

const isUnderWay = (pipeline: { phase: string }) =>
  pipeline.phase === 'Pending' || pipeline.phase === 'Running';

function progressing(
  object: JsonObject,
  status: ReadStatus,
  related?: Related,
): Rule {
  const running =
    status.pipelines.find(p => p.phase === 'Running') ??
    status.pipelines.find(p => p.phase === 'Pending');
  if (running) {
    return verdict(
      'progressing',
      running.phase === 'Running' ? 'pipelineRunning' : 'pipelinePending',
      running.lastTransitionTime,
      { pipeline: running.name },
    );
  }
  const generation = asNumber(at(object, 'metadata', 'generation'));
  const observed = status.observedGeneration;
  if (
    status.workflows > 0 &&
    generation !== undefined &&
    generation > (observed ?? 0)
  ) {
    return verdict('progressing', 'newSpecNotTakenUp');
  }
  const reconciled = status.condition('Reconciled');
  if (reconciled?.status === 'Unknown') {
    return verdict(
      'progressing',
      reconciled.reason === 'WorksPending' ? 'worksPending' : 'reconciling',
      reconciled.lastTransitionTime,
    );
  }
  if (!reconciled && status.workflows > 0) {
    return verdict('progressing', 'reconciling');
  }
  const writing =
    related && placementsOf(related).find(d => d.state === 'writing');
  return (
    writing &&
    verdict('progressing', 'writing', writing.since, {
      destination: writing.destination,
    })
  );
}

function degraded(
  object: JsonObject,
  status: ReadStatus,
  related?: Related,
): Rule {
  if (at(object, 'status', 'healthStatus', 'state') === 'degraded') {
    return verdict('degraded', 'healthDegraded', lastRun(object), {
      detail: recordDetail(object),
    });
  }
  const works = status.condition('WorksSucceeded');
  if (works?.status === 'False') {
    return verdict(
      'degraded',
      works.reason === 'WorksMisplaced' ? 'worksMisplaced' : 'worksFailing',
      works.lastTransitionTime,
    );
  }
  const bad =
    related &&
    placementsOf(related).find(
      d =>
        d.state === 'misplaced' ||
        d.state === 'failing' ||
        d.state === 'destinationNotReady',
    );
  return (
    bad &&
    verdict('degraded', bad.state, bad.since, {
      destination: bad.destination,
      message: bad.message,
    })
  );
}

function ready(status: ReadStatus): Rule {
  const reconciled = status.condition('Reconciled');
  if (reconciled?.status === 'True') {
    return verdict('ready', 'reconciled', reconciled.lastTransitionTime);
  }
  const nothingToRun = status.workflows === 0 && status.pipelines.length === 0;
  return nothingToRun && status.observedGeneration !== undefined
    ? verdict('ready', 'nothingToRun')
    : undefined;
}

function waiting(status: ReadStatus): Health {
  const reconciled = status.condition('Reconciled');
  if (reconciled?.status === 'False') {
    return verdict(
      'degraded',
      'reconcileFailing',
      reconciled.lastTransitionTime,
      { message: reconciled.message },
    );
  }
  const promise = status.condition('PromiseAvailable');
  return promise?.status === 'False'
    ? verdict('pending', 'promiseUnavailable', promise.lastTransitionTime)
    : verdict('pending', 'notStarted');
}
