import { isError } from '@backstage/errors';
import type { SyncReason } from '@syntasso/plugin-ske-common';
import { problemOf } from '../platform/watchState';
import type { Delivery } from '../writers/EntityWriter';
import type { BoundPromise } from './Bindings';

/** How the sync of a Promise went. */
export interface SyncOutcome {
  status: 'True' | 'False' | 'Unknown';
  reason: SyncReason;
  message: string;
}

export const noApi: SyncOutcome = {
  status: 'False',
  reason: 'PromiseHasNoAPI',
  message:
    'The Promise has no spec.api that Kratix can serve, so that nothing can be requested of it. Give it an API, or remove the label.',
};

/** What an error means. */
export function outcomeOfError(error: unknown): SyncOutcome {
  const message = isError(error) ? error.message : String(error);
  return isError(error) && error.name === 'WriteLaterError'
    ? inProgress(message)
    : failed(message);
}

/** Something else has to end first. */
export const inProgress = (message: string): SyncOutcome => ({
  status: 'Unknown',
  reason: 'SyncInProgress',
  message,
});

/** What is to be said when everything was written. */
export function outcomeOf(
  bound: BoundPromise,
  about: {
    delivery: Delivery;
    /** What went wrong with Resources, by Resource. */
    failures: ReadonlyMap<string, string>;
    /** Options that do not count. */
    problems: string[];
  },
): SyncOutcome {
  const { delivery, failures, problems } = about;
  const [failure] = failures;
  const state = bound.watch?.state;
  const watchProblem = state && problemOf('The API of the Promise', state);
  if (delivery.state === 'failed') return failed(delivery.message);
  if (watchProblem !== undefined && state?.kind !== 'absent') {
    return failed(
      `${watchProblem} The controller needs the verbs get, list and watch on it.`,
    );
  }
  if (failure) {
    return failed(
      `${failures.size} of its Resources ${
        failures.size === 1 ? 'is' : 'are'
      } not written, such as ${failure[0]}: ${failure[1]}`,
    );
  }
  if (delivery.state === 'pending' || watchProblem !== undefined) {
    return inProgress(
      delivery.state === 'pending'
        ? delivery.message
        : `${watchProblem} Kratix installs it with the Promise.`,
    );
  }
  const { portal } = bound.binding.target;
  const where = portal === undefined ? 'Backstage' : `portal "${portal}"`;
  return {
    status: 'True',
    reason: 'EntitySynced',
    message: [
      `Entities are written for ${where}.`,
      ...problems.map(problem => `This does not count: ${problem}`),
    ].join(' '),
  };
}

const failed = (message: string): SyncOutcome => ({
  status: 'False',
  reason: 'GenerateOrWriteFailed',
  message,
});
