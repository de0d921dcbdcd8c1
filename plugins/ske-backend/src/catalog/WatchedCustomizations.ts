import {
  entityCustomizationNameOf,
  type Manifest,
  type Offering,
} from '@syntasso/plugin-ske-common';
import { resourceTypes, type SharedInformer } from '@syntasso/plugin-ske-node';
import type { CatalogEntities } from '../entities/CatalogEntities';
import type { ClusterWatches } from '../live/ClusterWatches';

/**
 * Watches the customisations of entities, from when the first offering names one: nobody
 * else needs the CRD, or the right to read it. One that changes has the entities made anew
 * of the offerings that name it.
 */
export class WatchedCustomizations {
  readonly #live: Pick<ClusterWatches, 'watch'>;
  readonly #entities: Pick<CatalogEntities, 'customizations' | 'objects'>;
  readonly #onChange: () => void;
  #informer: SharedInformer | undefined;
  #end = () => {};

  /** @param onChange - called after each change, and when the watch has another state */
  constructor(
    live: Pick<ClusterWatches, 'watch'>,
    entities: Pick<CatalogEntities, 'customizations' | 'objects'>,
    onChange: () => void,
  ) {
    this.#live = live;
    this.#entities = entities;
    this.#onChange = onChange;
  }

  /** The watch; none while no offering has named a customisation. */
  get informers(): SharedInformer[] {
    return this.#informer ? [this.#informer] : [];
  }

  putOffering(offering: Offering) {
    this.#entities.customizations.putOffering(offering);
    if (entityCustomizationNameOf(offering.metadata) !== undefined)
      this.#start();
  }

  removeOffering(offering: Offering) {
    this.#entities.customizations.removeOffering(offering);
  }

  stop() {
    this.#end();
    this.#end = () => {};
    this.#informer = undefined;
  }

  #start() {
    if (this.#informer) return;
    const { customizations } = this.#entities;
    const informer = this.#live.watch({
      type: resourceTypes.entityCustomizations,
    });
    this.#informer = informer;
    this.#end = informer.subscribe({
      onChange: ({ kind, object }) => {
        this.#markChanged(
          kind === 'deleted'
            ? customizations.remove(object)
            : customizations.put(object),
        );
        this.#onChange();
      },
      onState: this.#onChange,
    });
    // It may run already: it does not report these again.
    informer.store
      .list()
      .forEach((object: Manifest) =>
        this.#markChanged(customizations.put(object)),
      );
  }

  #markChanged(keys: Iterable<string>) {
    for (const key of keys) this.#entities.objects.markChanged(key);
  }
}
