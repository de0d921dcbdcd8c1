import type { ObjectRef, Offering } from '@syntasso/plugin-ske-common';
import { splitApiVersion } from '@syntasso/plugin-ske-common';
import type {
  Change,
  SharedInformer,
  WatchState,
} from '@syntasso/plugin-ske-node';
import type { ClusterEngine, WatchSpec, Watches } from './ClusterEngine';

const byApi = 'api';

/** Hears how offerings change. */
export interface OfferingListener {
  onChange: (change: { kind: Change['kind']; offering: Offering }) => void;
  onState: () => void;
}

/** What the engines of a platform offer, as far as their watches know. */
export class WatchedOfferings {
  readonly #engines: readonly ClusterEngine[];
  readonly #watches: Watches;

  constructor(engines: readonly ClusterEngine[], watches: Watches) {
    this.#engines = engines;
    this.#watches = watches;
  }

  /** The watch on the definitions of each engine. */
  get informers(): SharedInformer[] {
    return this.#engines.map(engine => this.#informerOf(engine));
  }

  get states(): WatchState[] {
    return this.informers.map(({ state }) => state);
  }

  /** Resolves when they are known, or it is known that they cannot be. */
  async synced(signal: AbortSignal): Promise<void> {
    await Promise.all(this.informers.map(informer => informer.synced(signal)));
  }

  list(): Offering[] {
    return this.#engines.flatMap(engine =>
      this.#informerOf(engine)
        .store.list()
        .map(definition => engine.offeringOf(definition)),
    );
  }

  /** Of two engines that offer something by the same name, the first one's. */
  byName(name: string): Offering | undefined {
    for (const engine of this.#engines) {
      const definition = this.#informerOf(engine).store.get(undefined, name);
      if (definition) return engine.offeringOf(definition);
    }
    return undefined;
  }

  /** What offers a kind. */
  byKind({
    apiVersion,
    kind,
  }: Pick<ObjectRef, 'apiVersion' | 'kind'>): Offering | undefined {
    const { group } = splitApiVersion(apiVersion);
    for (const engine of this.#engines) {
      const { store } = this.#informerOf(engine);
      const [definition] = store.byIndex(byApi, `${group}/${kind}`);
      if (definition) return engine.offeringOf(definition);
    }
    return undefined;
  }

  /** Hears of each change from now on. @returns ends it */
  subscribe({ onChange, onState }: OfferingListener): () => void {
    const ends = this.#engines.map(engine =>
      this.#informerOf(engine).subscribe({
        onChange: ({ kind, object }) =>
          onChange({ kind, offering: engine.offeringOf(object) }),
        onState,
      }),
    );
    return () => ends.forEach(end => end());
  }

  #informerOf(engine: ClusterEngine): SharedInformer {
    return this.#watches.watch(definitionsOf(engine));
  }
}

const definitionsOf = (engine: ClusterEngine): WatchSpec => ({
  type: engine.definitions,
  indexes: {
    [byApi]: definition => {
      const { api } = engine.offeringOf(definition);
      return api ? [`${api.group}/${api.kind}`] : [];
    },
  },
});
