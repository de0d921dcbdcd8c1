import type { Manifest, Offering } from '@syntasso/plugin-ske-common';
import {
  resourceTypes,
  type ResourceType,
  type SharedInformer,
} from '@syntasso/plugin-ske-node';
import type { CatalogEntities } from '../entities/CatalogEntities';
import type { NamedObjects } from '../entities/customizations/NamedObjects';
import type { ClusterWatches } from '../live/ClusterWatches';

/** The customisations of one kind, and what watches them. */
interface CustomizationKind {
  type: ResourceType;
  objects: NamedObjects<unknown>;
  informer?: SharedInformer;
  end: () => void;
}

/**
 * Watches the customisations of entities, those of each kind from when the first offering
 * names one: nobody else needs the CRD, or the right to read it. One that changes has the
 * entities made anew of the offerings that name it.
 */
export class WatchedCustomizations {
  readonly #live: Pick<ClusterWatches, 'watch'>;
  readonly #entities: Pick<CatalogEntities, 'customizations' | 'objects'>;
  readonly #onChange: () => void;
  readonly #kinds: CustomizationKind[];

  /** @param onChange - called after each change, and when a watch has another state */
  constructor(
    live: Pick<ClusterWatches, 'watch'>,
    entities: Pick<CatalogEntities, 'customizations' | 'objects'>,
    onChange: () => void,
  ) {
    const { entity, portal } = entities.customizations;
    this.#live = live;
    this.#entities = entities;
    this.#onChange = onChange;
    this.#kinds = [
      {
        type: resourceTypes.entityCustomizations,
        objects: entity,
        end: () => {},
      },
      {
        type: resourceTypes.portalCustomizations,
        objects: portal,
        end: () => {},
      },
    ];
  }

  /** The watches; none on a kind of which no offering has named one. */
  get informers(): SharedInformer[] {
    return this.#kinds.flatMap(({ informer }) => informer ?? []);
  }

  putOffering(offering: Offering) {
    for (const kind of this.#kinds) {
      kind.objects.putOffering(offering);
      if (kind.objects.isNamed) this.#start(kind);
    }
  }

  removeOffering(offering: Offering) {
    for (const { objects } of this.#kinds) objects.removeOffering(offering);
  }

  stop() {
    for (const kind of this.#kinds) {
      kind.end();
      kind.end = () => {};
      kind.informer = undefined;
    }
  }

  #start(watched: CustomizationKind) {
    if (watched.informer) return;
    const { type, objects } = watched;
    const informer = this.#live.watch({ type });
    watched.informer = informer;
    watched.end = informer.subscribe({
      onChange: ({ kind, object }) => {
        this.#markChanged(
          kind === 'deleted' ? objects.remove(object) : objects.put(object),
        );
        this.#onChange();
      },
      onState: this.#onChange,
    });
    // It may run already: it does not report these again.
    informer.store
      .list()
      .forEach((object: Manifest) => this.#markChanged(objects.put(object)));
  }

  #markChanged(offeringKeys: Iterable<string>) {
    const { objects, customizations } = this.#entities;
    const keys = [...offeringKeys];
    for (const key of keys) objects.markChanged(key);
    customizations.notifyChanged(keys);
  }
}
