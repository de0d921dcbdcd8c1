import type { WatchState } from '@syntasso/plugin-ske-node';
import type { RequestFile, RequestFiles } from '../platform/git/RequestFiles';
import type { Watchable, WatchListener } from './LiveSource';

/** How often the repository is looked at while somebody looks at a page. */
const LOOK_MS = 10_000;

/**
 * What is in the requests repository, followed while somebody listens. Hosts
 * tell nobody who has no webhook, so it is asked: one small request each time,
 * for all pages together.
 */
export class RepositoryWatch implements Watchable {
  readonly #files: RequestFiles;
  readonly #everyMs: number;
  readonly #listeners = new Set<WatchListener>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #state: WatchState = { kind: 'starting' };
  #present: RequestFile[] = [];

  constructor(files: RequestFiles, everyMs = LOOK_MS) {
    this.#files = files;
    this.#everyMs = everyMs;
  }

  get state(): WatchState {
    return this.#state;
  }

  /** The requests that were there when it was last looked. */
  get present(): RequestFile[] {
    return this.#present;
  }

  subscribe(listener: WatchListener): () => void {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) void this.lookNow();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      clearTimeout(this.#timer);
      // What is not followed may be old when somebody comes back.
      this.#state = { kind: 'starting' };
    };
  }

  /** Looks at once; after a write of ours nobody has to wait for the next time. */
  async lookNow(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  stop() {
    clearTimeout(this.#timer);
    this.#listeners.clear();
  }

  async #look() {
    clearTimeout(this.#timer);
    try {
      this.#present = await this.#files.list();
      this.#state = { kind: 'live' };
    } catch (error) {
      this.#state = {
        kind: 'stale',
        since:
          this.#state.kind === 'stale'
            ? this.#state.since
            : new Date().toISOString(),
        reason: (error as Error).message,
      };
    }
    this.#listeners.forEach(({ onState }) => onState());
    if (this.#listeners.size === 0) return;
    this.#timer = setTimeout(() => void this.lookNow(), this.#everyMs);
    this.#timer.unref();
  }
}
