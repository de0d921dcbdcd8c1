import type { Entity } from '@backstage/catalog-model';
import { renderTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { renderWithEntity, type FakeSkeApi } from '../../__testUtils__';
import { catalogOf, NO_CONTEXT_MENU } from '../../__testUtils__/catalogOf';
import skePlugin from '../../alpha';
import { skeApiRef } from '../../api/SkeApi';
import { KratixManageTab, KratixOverviewTab } from '../../index';

type Draw = (entity: Entity, api: FakeSkeApi) => Promise<void>;

const drawNew =
  (path: string): Draw =>
  async (entity, api) => {
    renderTestApp({
      features: [catalogOf(entity, path), skePlugin],
      config: { app: { extensions: [NO_CONTEXT_MENU] } },
      initialRouteEntries: [
        `/catalog/default/component/${entity.metadata.name}`,
      ],
      mountedRoutes: { '/entities/:namespace/:kind/:name': entityRouteRef },
      apis: [
        [skeApiRef, api],
        [catalogApiRef, catalogApiMock()],
      ],
    });
  };

/** Draws the Overview of an entity in each frontend system. */
export const overviews: [string, Draw][] = [
  [
    'legacy system',
    async (entity, api) => {
      await renderWithEntity(<KratixOverviewTab />, entity, api);
    },
  ],
  ['new system', drawNew('/kratix')],
];

/** Draws Manage of an entity in each frontend system. */
export const manages: [string, Draw][] = [
  [
    'legacy system',
    async (entity, api) => {
      await renderWithEntity(<KratixManageTab />, entity, api);
    },
  ],
  ['new system', drawNew('/kratix/manage')],
];
