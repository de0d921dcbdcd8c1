import { promiseCardOrder } from '../features/promisePage/cardOrder';
import { promiseFilter } from './filters';
import { makePageCard, makePageContent } from './pageCards';

/** The page of a Promise, made of the cards that are attached to it. */
export const promiseContent = makePageContent({
  name: 'promise',
  filter: promiseFilter,
  load: async () =>
    (await import('../features/promisePage/PromiseContent')).PromiseContent,
});

/** Our own cards on it; app-config removes, orders and moves them. */
export const promiseCards = promiseCardOrder.map(card =>
  makePageCard('promise', card, async () => {
    const cards = await import('../features/promisePage/cards');
    return cards.promiseCards[card.name];
  }),
);
