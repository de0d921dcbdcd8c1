import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { CatalogOfferings } from '../platform/git/CatalogOfferings';
import {
  PlatformProvider,
  type PlatformMode,
} from '../platform/PlatformProvider';

/** The platform in a mode, with what the catalog has. */
export const platformProviderOf = (
  mode: PlatformMode,
  entities: Entity[] = [],
) =>
  new PlatformProvider(
    mode,
    new CatalogOfferings({
      catalog: catalogServiceMock({ entities }),
      auth: mockServices.auth(),
      platform: 'test',
      trusted: { locations: ['*'], kinds: [] },
    }),
  );
