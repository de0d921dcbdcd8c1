import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { CatalogOffers } from '../platform/git/CatalogOffers';
import { Platforms, type PlatformMode } from '../platform/Platforms';

/** The platform in a mode, with what the catalog has. */
export const platformsOf = (mode: PlatformMode, entities: Entity[] = []) =>
  new Platforms(
    mode,
    new CatalogOffers({
      catalog: catalogServiceMock({ entities }),
      auth: mockServices.auth(),
      platform: 'test',
      trusted: { locations: ['*'], kinds: [] },
    }),
  );
