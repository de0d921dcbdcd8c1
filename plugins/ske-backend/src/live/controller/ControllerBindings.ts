import { isDeepStrictEqual } from 'node:util';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { BindingsAnswer, BindingView } from '@syntasso/plugin-ske-common';
import type { ControllerReport } from '../../views/catalogSync';
import { readBindings, type ControllerTarget } from './readBindings';

/** What the controller has said when it was last asked. */
export type ControllerState =
  | { kind: 'waiting' }
  | { kind: 'read'; bindings: ReadonlyMap<string, BindingView> }
  | { kind: 'unreachable'; reason: string };

/** How often it is asked, for all pages together. */
const EVERY_MS = 30_000;
/** An older answer is not shown while a new one is on its way. */
const FORGET_MS = 2 * EVERY_MS;

const WAITING: ControllerState = { kind: 'waiting' };

/**
 * How the controller keeps catalog entities, by its read API. It is asked while somebody
 * listens, once every 30 s for all; what it does not answer is a state, not an error.
 */
export class ControllerBindings {
  readonly url: string;
  readonly #read: (signal: AbortSignal) => Promise<BindingsAnswer>;
  readonly #logger: Pick<LoggerService, 'info' | 'warn'> | undefined;
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #ending = new AbortController();
  #state: ControllerState = WAITING;
  /** What the log has of the time that it is away now. */
  #toldReason: string | undefined;
  #askedAt = -Infinity;
  #answeredAt = -Infinity;
  #asking: Promise<void> = Promise.resolve();
  /** Runs while somebody listens, until it is asked again. */
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param options.logger - told when it cannot be read, and when it can again; default: nobody
   * @param options.read - default: over HTTP
   */
  constructor(
    target: ControllerTarget,
    options: {
      logger?: Pick<LoggerService, 'info' | 'warn'>;
      read?: (signal: AbortSignal) => Promise<BindingsAnswer>;
    } = {},
  ) {
    this.url = target.url;
    this.#logger = options.logger;
    this.#read = options.read ?? (signal => readBindings(target, signal));
  }

  /** What it says of one Promise, as far as it is known now. */
  reportOf(promise: string): ControllerReport {
    return reportIn(this.#state, promise);
  }

  /** Calls the listener when it says something else of a Promise. @returns ends it */
  onChange(promise: string, listener: () => void): () => void {
    const ofPromise = this.#listeners.get(promise) ?? new Set<() => void>();
    this.#listeners.set(promise, ofPromise.add(listener));
    this.#keepAsking();
    return () => {
      ofPromise.delete(listener);
      if (ofPromise.size > 0) return;
      if (this.#listeners.get(promise) === ofPromise) {
        this.#listeners.delete(promise);
      }
      if (this.#listeners.size > 0) return;
      clearTimeout(this.#timer);
      this.#timer = undefined;
    };
  }

  /** What it says, at most 30 s old. Never rejects. */
  async current(): Promise<ControllerState> {
    this.#askIfDue();
    await this.#asking;
    return this.#state;
  }

  stop() {
    this.#ending.abort();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#listeners.clear();
  }

  #keepAsking() {
    if (this.#timer || this.#ending.signal.aborted) return;
    this.#askIfDue();
    const remainingMs = this.#askedAt + EVERY_MS - performance.now();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#keepAsking();
    }, Math.max(1, remainingMs));
    this.#timer.unref();
  }

  #askIfDue() {
    const now = performance.now();
    if (this.#ending.signal.aborted || now - this.#askedAt < EVERY_MS) return;
    if (now - this.#answeredAt > FORGET_MS) this.#state = WAITING;
    this.#askedAt = now;
    this.#asking = this.#ask();
  }

  async #ask(): Promise<void> {
    const state = await this.#readState();
    if (this.#ending.signal.aborted) return;
    const before = this.#state;
    this.#state = state;
    this.#answeredAt = performance.now();
    this.#tell(state);
    for (const [promise, listeners] of this.#listeners) {
      const isSame = isDeepStrictEqual(
        reportIn(before, promise),
        reportIn(state, promise),
      );
      if (!isSame) listeners.forEach(listener => listener());
    }
  }

  async #readState(): Promise<ControllerState> {
    try {
      const { bindings } = await this.#read(this.#ending.signal);
      return {
        kind: 'read',
        bindings: new Map(bindings.map(binding => [binding.promise, binding])),
      };
    } catch (error) {
      const reason = isError(error) ? error.message : String(error);
      return { kind: 'unreachable', reason };
    }
  }

  /** Each reason once: another one is news, the same one is not. */
  #tell(state: ControllerState) {
    const reason = state.kind === 'unreachable' ? state.reason : undefined;
    if (reason === this.#toldReason) return;
    this.#toldReason = reason;
    if (reason === undefined) {
      this.#logger?.info(`SKE controller: ${this.url} answers now`);
    } else {
      this.#logger?.warn(
        `SKE controller: ${reason} It is asked again while somebody looks at a Promise that is bound to a portal.`,
      );
    }
  }
}

function reportIn(state: ControllerState, promise: string): ControllerReport {
  return state.kind === 'read'
    ? { kind: 'read', binding: state.bindings.get(promise) }
    : { kind: state.kind };
}
