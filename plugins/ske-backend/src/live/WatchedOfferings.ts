import type {
  ObjectRef,
  Offering,
  OfferingApi,
} from '@syntasso/plugin-ske-common';
import type {
  Change,
  SharedInformer,
  WatchState,
} from '@syntasso/plugin-ske-node';
import { apiKey, offeredApiKey } from './apiKey';
import {
  engineOf,
  type ClusterEngine,
  type WatchSpec,
  type Watches,
} from './ClusterEngine';
import type { CustomizedOfferings } from './CustomizedOfferings';
import type { Watch } from './LiveSource';

const byApi = 'api';

/** Is called when offerings, or how their watches stand, have changed. */
export interface OfferingListener {
  onChange: (change: { kind: Change['kind']; offering: Offering }) => void;
  onState: () => void;
}

/** The offerings of a platform, as its engines' watches have read them. */
export class WatchedOfferings {
  readonly #engines: readonly ClusterEngine[];
  readonly #watches: Watches;
  readonly #customized: CustomizedOfferings | undefined;

  /** @param customized - default: none is customised */
  constructor(
    engines: readonly ClusterEngine[],
    watches: Watches,
    customized?: CustomizedOfferings,
  ) {
    this.#engines = engines;
    this.#watches = watches;
    this.#customized = customized;
  }

  /** The watch on the definitions of each engine. */
  get informers(): SharedInformer[] {
    return this.#engines.map(engine => this.#informerOf(engine));
  }

  /** What a view of offerings depends on: their definitions and customisations. */
  get changes(): Watch[] {
    return [...this.informers, ...(this.#customized ? [this.#customized] : [])];
  }

  get states(): WatchState[] {
    return this.informers.map(({ state }) => state);
  }

  /** Whether all of them are known as they are now. */
  get areCurrent(): boolean {
    return this.states.every(
      ({ kind }) => kind === 'live' || kind === 'absent',
    );
  }

  /** The watch on an offering's definition. */
  informerOf(offering: Offering): SharedInformer {
    return this.#informerOf(engineOf(this.#engines, offering));
  }

  /** Resolves when all of them are read, or cannot be read. */
  async synced(signal: AbortSignal): Promise<void> {
    await Promise.all(this.informers.map(informer => informer.synced(signal)));
  }

  list(): Offering[] {
    return this.listDefined().map(offering => this.customize(offering));
  }

  /** As their definitions have them, without customisations: what entities are made from. */
  listDefined(): Offering[] {
    return this.#engines.flatMap(engine =>
      this.#informerOf(engine)
        .store.list()
        .map(definition => engine.offeringOf(definition)),
    );
  }

  /** An offering that was read elsewhere, as these are. */
  customize(offering: Offering): Offering {
    return this.#customized?.customize(offering) ?? offering;
  }

  /** Where two engines offer something by the same name, the first one's. */
  byName(name: string): Offering | undefined {
    for (const engine of this.#engines) {
      const definition = this.#informerOf(engine).store.get(undefined, name);
      if (definition) return this.customize(engine.offeringOf(definition));
    }
    return undefined;
  }

  /** What offers a kind. */
  byKind(ref: Pick<ObjectRef, 'apiVersion' | 'kind'>): Offering | undefined {
    return this.#byApiKey(apiKey(ref));
  }

  /** What offers an API; of two that claim the same, the one that counts. */
  byApi(api: OfferingApi): Offering | undefined {
    return this.#byApiKey(offeredApiKey(api));
  }

  #byApiKey(key: string): Offering | undefined {
    for (const engine of this.#engines) {
      const { store } = this.#informerOf(engine);
      const [definition] = store.byIndex(byApi, key);
      if (definition) return this.customize(engine.offeringOf(definition));
    }
    return undefined;
  }

  /**
   * Calls the listener with each change from now on, of offerings as in {@link listDefined}.
   *
   * @returns ends it
   */
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
      return api ? [offeredApiKey(api)] : [];
    },
  },
});
