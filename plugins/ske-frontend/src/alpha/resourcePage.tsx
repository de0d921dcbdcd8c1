import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { resourceCardOrder } from '../features/resourcePage/cardOrder';
import { resourceFilter } from './filters';
import { cardsInput, pageCardsOf } from './pageCards';

/** The page of a Resource, made of the cards that are attached to it. */
export const resourceContent = EntityContentBlueprint.makeWithOverrides({
  name: 'resource',
  inputs: { cards: cardsInput },
  factory: (originalFactory, { inputs }) =>
    originalFactory({
      path: '/kratix',
      title: 'Kratix',
      filter: resourceFilter,
      loader: async () => {
        const { ResourceContent } = await import(
          '../features/resourcePage/ResourceContent'
        );
        return <ResourceContent cards={pageCardsOf(inputs.cards)} />;
      },
    }),
});

/** Our own cards on it; app-config removes, orders and moves them. */
export const resourceCards = resourceCardOrder.map(({ name, type }) =>
  EntityCardBlueprint.make({
    name: `resource-${name}` as const,
    attachTo: { id: 'entity-content:ske-frontend/resource', input: 'cards' },
    params: {
      type,
      loader: async () => {
        const cards = await import('../features/resourcePage/cards');
        const Card = cards.resourceCards[name];
        return <Card />;
      },
    },
  }),
);
