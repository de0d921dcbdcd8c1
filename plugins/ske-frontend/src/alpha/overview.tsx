import { cloneElement } from 'react';
import { coreExtensionData } from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentLayoutBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { loadSkeClient } from '../api/SkeClient';
import { STATUS_CARD_KEY } from '../features/statusCard/statusCardKey';
import { WithCreateHref } from './createPage';
import { kratixFilter } from './filters';

const { reactElement } = coreExtensionData;

/** How an entity is, on the catalog's own Overview. */
export const statusCard = EntityCardBlueprint.makeWithOverrides({
  name: 'status',
  *factory(originalFactory) {
    const card = originalFactory({
      type: 'info',
      filter: kratixFilter,
      loader: async () => {
        const [{ StatusCard }] = await Promise.all([
          import('../features/statusCard/StatusCard'),
          loadSkeClient(),
        ]);
        return (
          <WithCreateHref>
            <StatusCard />
          </WithCreateHref>
        );
      },
    });
    for (const data of card) {
      if (data.id !== reactElement.id) yield data;
    }
    const element = card.get(reactElement);
    yield reactElement(cloneElement(element, { key: STATUS_CARD_KEY }));
  },
});

/** The Overview of our entities, which begins with that card; app-config switches it off. */
export const overviewLayout = EntityContentLayoutBlueprint.make({
  name: 'overview',
  params: {
    filter: kratixFilter,
    loader: () =>
      import('../features/statusCard/OverviewLayout').then(
        m => m.OverviewLayout,
      ),
  },
});
