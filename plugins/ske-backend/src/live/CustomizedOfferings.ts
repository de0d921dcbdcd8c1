import { customizeOffering, type Offering } from '@syntasso/plugin-ske-common';
import type { CatalogEntities } from '../entities/CatalogEntities';
import type { Watch, WatchListener } from './LiveSource';

/**
 * Offerings as the catalog has them, for pages and permissions: with what their
 * customisations say of owners and titles. Direct discovery reads customisations; without
 * it, annotations alone decide.
 */
export class CustomizedOfferings implements Watch {
  readonly #entities: Pick<CatalogEntities, 'customizations' | 'objects'>;

  constructor(entities: Pick<CatalogEntities, 'customizations' | 'objects'>) {
    this.#entities = entities;
  }

  /** The offering with what its customisation says; the same object while that is the same. */
  customize(offering: Offering): Offering {
    const { customizations } = this.#entities;
    return customizeOffering(
      offering,
      customizations.optionsOf(offering),
      customizations.patchedTextsOf(offering),
    );
  }

  /** Calls the listener with the definition of each offering whose customisation changes. */
  subscribe({ onChange }: Pick<WatchListener, 'onChange'>): () => void {
    const { customizations, objects } = this.#entities;
    return customizations.onChange(key => {
      const source = objects.offeringAt(key)?.offering.source;
      if (source?.kind === 'definition')
        onChange({ object: source.definition });
    });
  }
}
