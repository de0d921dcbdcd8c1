import type { BindingView } from '@syntasso/plugin-ske-common';

type ConditionView = BindingView['binding'];

/** What is known of one Promise. */
interface PromiseState {
  portal: string | undefined;
  binding: ConditionView;
  sync: ConditionView | undefined;
  failures: Map<string, string>;
  lastSync: string | undefined;
  lastError: BindingView['lastError'];
}

/** How each bound Promise stands, in this process. */
export class BindingStates {
  readonly #states = new Map<string, PromiseState>();
  readonly #now: () => Date;

  constructor(now: () => Date = () => new Date()) {
    this.#now = now;
  }

  /** How a Promise is bound, and how its last sync went. */
  set(
    promise: string,
    state: {
      portal: string | undefined;
      binding: ConditionView;
      sync: ConditionView | undefined;
    },
  ) {
    const known = this.#states.get(promise);
    const time = this.#now().toISOString();
    const failed = [state.binding, state.sync].find(
      condition => condition?.status === 'False',
    );
    this.#states.set(promise, {
      ...state,
      failures: known?.failures ?? new Map<string, string>(),
      lastSync: state.sync?.status === 'True' ? time : known?.lastSync,
      lastError: failed ? { message: failed.message, time } : known?.lastError,
    });
  }

  /** The reasons that were said of a Promise last. */
  reasonsOf(promise: string): string[] {
    const state = this.#states.get(promise);
    return [state?.binding, state?.sync].flatMap(
      condition => condition?.reason ?? [],
    );
  }

  forget(promise: string) {
    this.#states.delete(promise);
  }

  /**
   * Notes how the sync of a Resource went.
   *
   * @param failure - undefined when all is well
   * @returns whether that is news
   */
  setResource(
    promise: string,
    resource: string,
    failure: string | undefined,
  ): boolean {
    const failures = this.#states.get(promise)?.failures;
    if (!failures || failures.get(resource) === failure) return false;
    if (failure === undefined) failures.delete(resource);
    else failures.set(resource, failure);
    return true;
  }

  /** What went wrong with Resources of a Promise, by Resource. */
  failuresOf(promise: string): ReadonlyMap<string, string> {
    return this.#states.get(promise)?.failures ?? new Map<string, string>();
  }

  /**
   * All of them, sorted by Promise.
   *
   * @param countResources - how many Resources of a Promise there are
   */
  views(countResources: (promise: string) => number): BindingView[] {
    return [...this.#states]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([promise, { failures, ...state }]) => ({
        promise,
        ...state,
        resources: { bound: countResources(promise), failed: failures.size },
      }));
  }
}
