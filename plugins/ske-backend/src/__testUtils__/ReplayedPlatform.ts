import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type { Corpus } from '@internal/testbed';
import { manifestSchema, type Manifest } from '@syntasso/plugin-ske-common';
import type {
  KubernetesClient,
  ListOptions,
  ResourceType,
} from '@syntasso/plugin-ske-node';

interface TraceEvent {
  t: number;
  mark?: string;
  resource?: string;
  type?: string;
  object?: unknown;
}

/** One watch event of a recording, or what had just been done. */
export type Moment = { atMs: number } & (
  | { mark: string }
  | {
      resource: string;
      type: 'ADDED' | 'MODIFIED' | 'DELETED';
      object: Manifest;
    }
);

/** The events of a recording, in order. */
export const momentsOf = (corpus: Corpus, trace: string): Moment[] =>
  corpus
    .read('traces', `${trace}.jsonl`)
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as TraceEvent)
    .map(({ t, mark, resource, type, object }) =>
      mark === undefined
        ? {
            atMs: t * 1_000,
            resource: String(resource),
            type: type as 'ADDED',
            object: manifestSchema.parse(object),
          }
        : { atMs: t * 1_000, mark },
    );

interface Watcher {
  resource: string;
  isSelected: (object: Manifest) => boolean;
  events: unknown[];
  wake: () => void;
}

/** A cluster on which happens what was recorded, for whoever lists and watches it. */
export class ReplayedPlatform {
  readonly #objects = new Map<string, Manifest>();
  readonly #watchers = new Set<Watcher>();
  /** All that has happened; the resourceVersion of a list counts how much. */
  readonly #history: Exclude<Moment, { mark: string }>[] = [];
  /** Kinds that the cluster does not have (yet), as `plural.group`. */
  readonly uninstalled = new Set<string>();
  /** Kinds that the credential may not list; `lamps.example.org in team-a` of a namespace. */
  readonly forbidden = new Set<string>();

  /** Everything there is of a resource, such as `steps.waiting.example.org`. */
  list(resource: string): Manifest[] {
    return [...this.#objects]
      .filter(([key]) => key.startsWith(`${resource} `))
      .map(([, object]) => object);
  }

  play(moment: Moment) {
    if ('mark' in moment) return;
    const { resource, type, object } = moment;
    const { namespace, name } = object.metadata;
    const key = `${resource} ${namespace}/${name}`;
    if (type === 'DELETED') this.#objects.delete(key);
    else this.#objects.set(key, object);
    this.#history.push(moment);
    for (const watcher of this.#watchers) {
      if (watcher.resource !== resource || !watcher.isSelected(object))
        continue;
      watcher.events.push({ type, object });
      watcher.wake();
    }
  }

  /** As far as watches need one. */
  readonly client = {
    timing: { firstList: 5_000 },
    lists: {
      run: <T>(work: () => Promise<T>) => work(),
      mayStream: () => false,
      avoidStreams: () => {},
    },
    list: async (type: ResourceType, options: ListOptions = {}) => {
      const resource = resourceOf(type);
      if (this.uninstalled.has(resource)) throw new NotFoundError(resource);
      const place = `${resource} in ${options.namespace}`;
      if (this.forbidden.has(resource)) {
        throw new NotAllowedError(`cannot list ${resource}`);
      }
      if (this.forbidden.has(place)) {
        throw new NotAllowedError(`cannot list ${place}`);
      }
      return {
        items: this.list(resource).filter(selectorOf(options)),
        resourceVersion: String(this.#history.length),
      };
    },
    watch: async (
      type: ResourceType,
      options: ListOptions & { resourceVersion?: string; signal: AbortSignal },
    ) => {
      const { resourceVersion, signal } = options;
      const watcher: Watcher = {
        resource: resourceOf(type),
        isSelected: selectorOf(options),
        events: [],
        wake: () => {},
      };
      // What has happened since the list was made.
      watcher.events.push(
        ...this.#history
          .slice(Number(resourceVersion ?? this.#history.length))
          .filter(
            ({ resource, object }) =>
              resource === watcher.resource && watcher.isSelected(object),
          )
          .map(({ type: event, object }) => ({ type: event, object })),
      );
      this.#watchers.add(watcher);
      return this.#eventsOf(watcher, signal);
    },
  } as unknown as KubernetesClient;

  async *#eventsOf(watcher: Watcher, signal: AbortSignal) {
    try {
      while (!signal.aborted) {
        yield* watcher.events.splice(0);
        await new Promise<void>(resolve => {
          watcher.wake = resolve;
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
      }
    } finally {
      this.#watchers.delete(watcher);
    }
  }
}

const resourceOf = ({ group, plural }: ResourceType) =>
  group ? `${plural}.${group}` : plural;

/** Of the selectors that Kubernetes has, those that are used here: `key` and `key=value`. */
function selectorOf({ labelSelector = '', namespace: place }: ListOptions) {
  const wanted = labelSelector
    .split(',')
    .filter(Boolean)
    .map(part => part.split('='));
  return ({ metadata: { labels = {}, namespace } }: Manifest) =>
    (place === undefined || namespace === place) &&
    wanted.every(([key, value]) =>
      value === undefined ? key in labels : labels[key] === value,
    );
}
