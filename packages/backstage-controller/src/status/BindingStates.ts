import {
  MASK,
  maskSecretTexts,
  type BindingView,
} from '@syntasso/plugin-ske-common';

type ConditionView = BindingView['binding'];

/** What is known of one Promise. */
interface PromiseState {
  portal: string | undefined;
  binding: ConditionView;
  sync: ConditionView | undefined;
  lastSync: string | undefined;
  lastError: BindingView['lastError'];
}

const NO_FAILURES: ReadonlyMap<string, string> = new Map<string, string>();

/** How each bound Promise stands, in this process. */
export class BindingStates {
  readonly #states = new Map<string, PromiseState>();
  /** What went wrong with Resources, by Promise and Resource. */
  readonly #failures = new Map<string, Map<string, string>>();
  readonly #now: () => Date;

  constructor(now: () => Date = () => new Date()) {
    this.#now = now;
  }

  /** Notes how a Promise is bound, and how its last sync went. */
  set(
    promise: string,
    given: Pick<PromiseState, 'portal' | 'binding' | 'sync'>,
  ) {
    const state = {
      ...given,
      binding: masked(given.binding),
      sync: given.sync && masked(given.sync),
    };
    const known = this.#states.get(promise);
    const time = this.#now().toISOString();
    const failed = [state.binding, state.sync].find(
      condition => condition?.status === 'False',
    );
    this.#states.set(promise, {
      ...state,
      lastSync: state.sync?.status === 'True' ? time : known?.lastSync,
      lastError: failed ? { message: failed.message, time } : known?.lastError,
    });
  }

  forget(promise: string) {
    this.#states.delete(promise);
    this.#failures.delete(promise);
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
    const failures = this.#failures.get(promise) ?? new Map<string, string>();
    if (failures.get(resource) === failure) return false;
    if (failure === undefined) failures.delete(resource);
    else failures.set(resource, failure);
    if (failures.size > 0) this.#failures.set(promise, failures);
    else this.#failures.delete(promise);
    return true;
  }

  /** What went wrong with Resources of a Promise, by Resource. */
  failuresOf(promise: string): ReadonlyMap<string, string> {
    return this.#failures.get(promise) ?? NO_FAILURES;
  }

  /**
   * All of them, sorted by Promise.
   *
   * @param countResources - how many Resources of a Promise there are
   */
  views(countResources: (promise: string) => number): BindingView[] {
    return [...this.#states]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([promise, state]) => ({
        promise,
        ...state,
        resources: {
          bound: countResources(promise),
          failed: this.failuresOf(promise).size,
        },
      }));
  }
}

/** Nobody signs in to read it. */
const masked = (condition: ConditionView): ConditionView => ({
  ...condition,
  message: maskSecretTexts(condition.message, MASK),
});
