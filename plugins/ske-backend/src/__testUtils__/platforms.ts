import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { CatalogOfferings } from '../platform/git/CatalogOfferings';
import { Platforms, type PlatformMode } from '../platform/Platforms';

/** The platform in a mode, with what the catalog has. */
export const platformsOf = (mode: PlatformMode, entities: Entity[] = []) =>
  new Platforms(
    mode,
    new CatalogOfferings({
      catalog: catalogServiceMock({ entities }),
      auth: mockServices.auth(),
      platform: 'test',
      trusted: { locations: ['*'], kinds: [] },
    }),
  );
