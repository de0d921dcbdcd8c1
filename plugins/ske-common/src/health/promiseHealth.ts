import type { JsonObject } from '@backstage/types';
import { asText, at, objectsOf } from '../kubernetes/json';
import { pausedOrSuspended, verdict, workflowFailure } from './resourceHealth';
import type { ReadStatus } from './status';
import type { Health } from './types';

/** The Promise column of the health table; the first rule that matches wins. */
export function promiseHealth(object: JsonObject, status: ReadStatus): Health {
  const available = status.condition('Available');
  const isAvailable = available?.status === 'True';
  const failure = workflowFailure(status);
  if (failure && !isAvailable) return failure;

  const paused = pausedOrSuspended(object, status);
  if (paused) return paused;
  if (available?.reason === 'PausedReconciliation') {
    return verdict('paused', 'paused', available.lastTransitionTime);
  }

  const running = status.pipelines.find(
    p => p.phase === 'Running' || p.phase === 'Pending',
  );
  if (running && !isAvailable) {
    return verdict(
      'progressing',
      running.phase === 'Running' ? 'pipelineRunning' : 'pipelinePending',
      running.lastTransitionTime,
      { pipeline: running.name },
    );
  }

  const missing = missingRequirement(object);
  const requirements = missing && {
    promise: missing.name,
    version: missing.version,
  };
  const wasAvailable = asText(at(object, 'status', 'lastAvailableTime'));
  if (available?.status === 'False' && wasAvailable) {
    return verdict(
      'degraded',
      missing ? missing.code : 'noLongerAvailable',
      available.lastTransitionTime,
      requirements,
    );
  }
  const works = status.condition('WorksSucceeded');
  if (works?.status === 'False') {
    return verdict('degraded', 'worksFailing', works.lastTransitionTime);
  }
  if (failure) return { ...failure, state: 'degraded' };

  if (isAvailable) {
    return verdict('ready', 'promiseAvailable', available.lastTransitionTime);
  }
  if (missing) {
    return verdict(
      'pending',
      missing.code,
      available?.lastTransitionTime,
      requirements,
    );
  }
  return available
    ? verdict('progressing', 'installing', available.lastTransitionTime)
    : verdict('pending', 'notStarted');
}

/** The first requirement of a Promise that is not met. */
function missingRequirement(object: JsonObject) {
  const unmet = objectsOf(at(object, 'status', 'requiredPromises')).find(
    r => asText(r.name) && r.state !== 'Requirement installed',
  );
  if (!unmet) return undefined;
  return {
    name: asText(unmet.name)!,
    version: asText(unmet.version),
    code:
      unmet.state === 'Requirement not available'
        ? 'requirementNotAvailable'
        : 'requirementNotInstalled',
  };
}
