import { createContext, useContext } from 'react';
import type { OfferingView } from '@syntasso/plugin-ske-common';

/** What the page shows, for its cards. */
export const PromiseViewContext = createContext<OfferingView | undefined>(
  undefined,
);

/**
 * The Promise that the page is about, as the page shows it. For cards of the Promise's page.
 *
 * @alpha
 */
export function usePromiseView(): OfferingView {
  const view = useContext(PromiseViewContext);
  if (!view) {
    throw new Error(
      'usePromiseView only works in a card of the page of a Promise: attach the card to entity-content:ske-frontend/promise.',
    );
  }
  return view;
}
