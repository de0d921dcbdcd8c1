import type {
  Freshness,
  OfferingView,
  PlatformOverview,
  ResourcesPage,
  ResourceView,
  StreamEvent,
} from '@syntasso/plugin-ske-common';
import { messageOf } from '../utils/messageOf';
import type { Attachment, SubjectConnection } from './SubjectConnection';

/** How changes come: by themselves, or by asking every now and then. @public */
export type UpdateChannel = 'stream' | 'poll';

/**
 * What is known of an object, and how well. `stale` keeps the last view when
 * there was one.
 *
 * @public
 */
export type LiveState<View> =
  | { kind: 'connecting' }
  | { kind: 'live'; view: View; channel: UpdateChannel }
  | { kind: 'stale'; view: View | undefined; since: string; reason: string }
  | { kind: 'gone'; message: string; lastView: View | undefined }
  | { kind: 'failed'; error: Error };

/**
 * Reads a view from an event, and from the view before it; undefined when the
 * event is about something else, `rowsMissing` when it builds on rows that are not known here.
 */
export type ReadView<View> = (
  event: StreamEvent,
  last: View | undefined,
) => View | undefined | 'rowsMissing';

/** Reads the view of a Promise. */
export const readPromise: ReadView<OfferingView> = event =>
  event.kind === 'promise' ? event.view : undefined;

/** Reads the view of a Resource. */
export const readResource: ReadView<ResourceView> = event =>
  event.kind === 'resource' ? event.view : undefined;

/** Reads the overview of the platform. */
export const readPlatform: ReadView<PlatformOverview> = event =>
  event.kind === 'platform' ? event.view : undefined;

/** Reads a page of Resources; of its rows only those that have changed are told. */
export const readResources: ReadView<ResourcesPage> = (event, last) => {
  if (event.kind !== 'resources') return undefined;
  const rowsByUid = new Map(
    [...(last?.rows ?? []), ...event.page.rows].map(row => [row.uid, row]),
  );
  const rows = event.order.flatMap(uid => rowsByUid.get(uid) ?? []);
  return rows.length === event.order.length
    ? { ...event.page, rows }
    : 'rowsMissing';
};

/** Whether somebody may not see something; too much, too long or too late is no refusal. */
export function isRefusal(error: Error): boolean {
  const { statusCode } = error as { statusCode?: number };
  return (
    statusCode !== undefined &&
    statusCode >= 400 &&
    statusCode < 500 &&
    ![408, 414, 429, 431].includes(statusCode)
  );
}

const LINGER_MS = 5_000;

/**
 * What is known of one subject, as a state machine with `subscribe`. It never
 * forgets a view because a connection broke, and only fresh data clears `stale`.
 *
 * @public
 */
export class LiveStore<View> {
  readonly #read: ReadView<View>;
  readonly #key: string;
  readonly #connection: SubjectConnection;
  readonly #lingerMs: number;
  readonly #onIdle: () => void;
  readonly #listeners = new Set<() => void>();
  #state: LiveState<View> = { kind: 'connecting' };
  #freshness: Freshness = { state: 'live' };
  #channel: UpdateChannel = 'stream';
  #attachment: Attachment | undefined;
  #lingerTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: {
    read: ReadView<View>;
    /** The subject's key in a stream. */
    key: string;
    connection: SubjectConnection;
    /** How long it stays attached after the last listener left. */
    lingerMs?: number;
    /** It is not attached any more. */
    onIdle?: () => void;
  }) {
    this.#read = options.read;
    this.#key = options.key;
    this.#connection = options.connection;
    this.#lingerMs = options.lingerMs ?? LINGER_MS;
    this.#onIdle = options.onIdle ?? (() => {});
  }

  getState = (): LiveState<View> => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    clearTimeout(this.#lingerTimer);
    this.#attachment ??= this.#connection.attach(this.#key, {
      onEvent: (event, channel) => this.#take(event, channel),
      onBroken: error => this.#broken(error),
    });
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#lingerTimer = setTimeout(() => {
        this.#attachment?.detach();
        this.#attachment = undefined;
        // Nobody knows what becomes of it now: the next one starts anew.
        this.#state = { kind: 'connecting' };
        this.#freshness = { state: 'live' };
        this.#onIdle();
      }, this.#lingerMs);
    };
  };

  /** Tries again at once, here and in the backend. */
  retryNow = () => {
    if (this.#state.kind === 'failed') this.#set({ kind: 'connecting' });
    this.#connection.retryNow();
  };

  #take(event: StreamEvent, channel: UpdateChannel) {
    this.#channel = channel;
    switch (event.kind) {
      case 'freshness':
        this.#freshness = event.freshness;
        this.#fresh(event.freshness);
        return;
      case 'gone':
        this.#set({
          kind: 'gone',
          message: event.message,
          lastView: this.#view(),
        });
        return;
      case 'refused': {
        const { name, message, statusCode } = event;
        this.#set({
          kind: 'failed',
          error: Object.assign(new Error(message), { name, statusCode }),
        });
        return;
      }
      default: {
        const view = this.#read(event, this.#view());
        if (view === undefined) return;
        if (view === 'rowsMissing') {
          this.#attachment?.refetch();
          return;
        }
        this.#set(
          this.#freshness.state === 'stale'
            ? { ...this.#freshness, kind: 'stale', view }
            : { kind: 'live', view, channel },
        );
      }
    }
  }

  /** Freshness is told after the view: what is known by then is the present. */
  #fresh(freshness: Freshness) {
    if (freshness.state === 'stale') {
      const { since, reason } = freshness;
      this.#set({ kind: 'stale', view: this.#view(), since, reason });
      return;
    }
    const state = this.#state;
    if (state.kind === 'stale' && state.view) {
      this.#set({ kind: 'live', view: state.view, channel: this.#channel });
    } else if (state.kind === 'live' && state.channel !== this.#channel) {
      this.#set({ ...state, channel: this.#channel });
    }
  }

  #view(): View | undefined {
    switch (this.#state.kind) {
      case 'live':
      case 'stale':
        return this.#state.view;
      case 'gone':
        return this.#state.lastView;
      default:
        return undefined;
    }
  }

  #broken(error: Error) {
    const view = this.#view();
    if (
      isRefusal(error) ||
      (view === undefined && this.#state.kind !== 'stale')
    ) {
      // What is not kept is to be told again.
      this.#attachment?.refetchLater();
      this.#set({ kind: 'failed', error });
    } else if (this.#state.kind === 'live') {
      const since = new Date().toISOString();
      this.#set({ kind: 'stale', view, since, reason: messageOf(error) });
    }
  }

  #set(state: LiveState<View>) {
    this.#state = state;
    this.#listeners.forEach(listener => listener());
  }
}
