import { resourceCardOrder } from '../features/resourcePage/cardOrder';
import { resourceFilter } from './filters';
import { makePageCard, makePageContent } from './pageCards';

/** The page of a Resource, made of the cards that are attached to it. */
export const resourceContent = makePageContent({
  name: 'resource',
  filter: resourceFilter,
  load: async () =>
    (await import('../features/resourcePage/ResourceContent')).ResourceContent,
});

/** Our own cards on it; app-config removes, orders and moves them. */
export const resourceCards = resourceCardOrder.map(card =>
  makePageCard('resource', card, async () => {
    const cards = await import('../features/resourcePage/cards');
    return cards.resourceCards[card.name];
  }),
);
