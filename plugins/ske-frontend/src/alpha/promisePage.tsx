import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { promiseCardOrder } from '../features/promisePage/cardOrder';
import { promiseFilter } from './filters';
import { cardsInput, pageCardsOf } from './pageCards';

/** The page of a Promise, made of the cards that are attached to it. */
export const promiseContent = EntityContentBlueprint.makeWithOverrides({
  name: 'promise',
  inputs: { cards: cardsInput },
  factory: (originalFactory, { inputs }) =>
    originalFactory({
      path: '/kratix',
      title: 'Kratix',
      filter: promiseFilter,
      loader: async () => {
        const { PromiseContent } = await import(
          '../features/promisePage/PromiseContent'
        );
        return <PromiseContent cards={pageCardsOf(inputs.cards)} />;
      },
    }),
});

/** Our own cards on it; app-config removes, orders and moves them. */
export const promiseCards = promiseCardOrder.map(({ name, type }) =>
  EntityCardBlueprint.make({
    name: `promise-${name}` as const,
    attachTo: { id: 'entity-content:ske-frontend/promise', input: 'cards' },
    params: {
      type,
      loader: async () => {
        const cards = await import('../features/promisePage/cards');
        const Card = cards.promiseCards[name];
        return <Card />;
      },
    },
  }),
);
