import type { JsonObject } from '@backstage/types';
import { asText, at, isObject, objectsOf } from '../kubernetes/json';
import { findDeliveryProblem } from './deliveryHealth';
import type { Health } from './healthSchema';
import { makeHealth } from './makeHealth';
import { placementsOf } from './placements';
import { requirementStateOf } from './requirements';
import type { Related } from './related';
import type { KratixStatus } from './status';
import {
  healthUnderWay,
  pausedOrSuspended,
  workflowFailure,
} from './workflowHealth';

/** The Promise column of the table in docs/health.md; the first rule that matches wins. */
export function promiseHealthOf(
  object: JsonObject,
  status: KratixStatus,
  related: Related | undefined,
): Health {
  if (isApiClusterScoped(object)) {
    return makeHealth('failed', 'apiClusterScoped', undefined);
  }
  const available = status.condition('Available');
  const isAvailable = available?.status === 'True';
  const failure = workflowFailure(status);
  if (failure && !isAvailable) return failure;

  const pauseHealth = pausedOrSuspended(object, status);
  if (pauseHealth) return pauseHealth;

  const underWay = healthUnderWay(status);
  if (underWay && !isAvailable) return underWay;

  const unmetRequirement = missingRequirement(object);
  const wasAvailable = asText(at(object, 'status', 'lastAvailableTime'));
  if (available?.status === 'False' && wasAvailable) {
    const since = available.lastTransitionTime;
    if (unmetRequirement) {
      const { code, values } = unmetRequirement;
      return makeHealth('degraded', code, since, values);
    }
    // Kratix takes it as not available until it has gone through all of it again.
    return makeHealth('progressing', 'reinstalling', since);
  }
  const delivery = findDeliveryProblem(related);
  if (delivery) return delivery;
  const works = status.condition('WorksSucceeded');
  if (works?.status === 'False') {
    return makeHealth('degraded', 'worksFailing', works.lastTransitionTime);
  }
  if (failure) return { ...failure, state: 'degraded' };

  if (isAvailable) {
    return (
      findMissingDestination(status, related) ??
      makeHealth(
        'ready',
        isObject(at(object, 'spec', 'api')) ? 'promiseAvailable' : 'installed',
        available.lastTransitionTime,
      )
    );
  }
  if (unmetRequirement) {
    return makeHealth(
      'pending',
      unmetRequirement.code,
      available?.lastTransitionTime,
      unmetRequirement.values,
    );
  }
  return available
    ? makeHealth('progressing', 'installing', available.lastTransitionTime)
    : makeHealth('pending', 'notStarted', undefined);
}

/**
 * Whether a Promise has an API that Kratix cannot run, although without its webhook it
 * takes the Promise: it makes Jobs and Works in the namespace of the request.
 *
 * Source: Kratix's validation of Promises, syntasso/kratix#420.
 */
export const isApiClusterScoped = (promise: unknown): boolean =>
  at(promise, 'spec', 'api', 'spec', 'scope') === 'Cluster';

/** Kratix says Available of a Promise although what it installs runs nowhere yet. */
function findMissingDestination(
  status: KratixStatus,
  related: Related | undefined,
): Health | undefined {
  const unscheduled =
    related && placementsOf(related).find(p => p.state === 'unscheduled');
  if (unscheduled) {
    return makeHealth('pending', 'noDestinationForPromise', unscheduled.since);
  }
  const works = status.condition('WorksSucceeded');
  return works?.reason === 'WorksPending'
    ? makeHealth('pending', 'worksPending', works.lastTransitionTime)
    : undefined;
}

/** The first requirement of a Promise that is not met. */
function missingRequirement(object: JsonObject) {
  const [unmet] = objectsOf(at(object, 'status', 'requiredPromises')).flatMap(
    required => {
      const promise = asText(required.name);
      const state = requirementStateOf(required.state);
      if (promise === undefined || state === 'installed') return [];
      return [
        { state, values: { promise, version: asText(required.version) } },
      ];
    },
  );
  if (!unmet) return undefined;
  const { promise, version } = unmet.values;
  if (unmet.state !== 'otherVersion') {
    return { code: CODES_BY_STATE[unmet.state], values: unmet.values };
  }
  return version === undefined
    ? { code: 'requirementUnknown' as const, values: { promise } }
    : {
        code: 'requirementOtherVersion' as const,
        values: { promise, version },
      };
}

const CODES_BY_STATE = {
  notAvailable: 'requirementNotAvailable',
  notInstalled: 'requirementNotInstalled',
  unknown: 'requirementUnknown',
} as const;
