import { isError } from '@backstage/errors';
import type { SyncReason } from '@syntasso/plugin-ske-common';
import type { WatchState } from '@syntasso/plugin-ske-node';
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
    /** Its API cannot be read for so short a time that it may have just been installed. */
    isApiAwaited: boolean;
    /** What went wrong with Resources, by Resource. */
    failures: ReadonlyMap<string, string>;
    /** Options that do not count. */
    problems: string[];
  },
): SyncOutcome {
  const { delivery, isApiAwaited, failures, problems } = about;
  const [failure] = failures;
  const state = bound.watch?.state;
  const watchProblem = state && problemOf('The API of the Promise', state);
  if (delivery.state === 'failed') return failed(delivery.message);
  if (watchProblem !== undefined && state?.kind !== 'absent' && !isApiAwaited) {
    // Only a right that is missing is mended by giving it.
    return failed(
      state?.kind === 'stale' && !state.forbidden
        ? watchProblem
        : `${watchProblem} The controller needs the verbs list and watch on it.`,
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
        : `${watchProblem} ${whyAwaited(state)}`,
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

const whyAwaited = (state: WatchState | undefined): string =>
  state?.kind === 'absent'
    ? 'Kratix installs it with the Promise.'
    : 'It is tried again: an API that was just installed takes some seconds.';

const failed = (message: string): SyncOutcome => ({
  status: 'False',
  reason: 'GenerateOrWriteFailed',
  message,
});
