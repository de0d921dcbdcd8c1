import {
  coreExtensionData,
  createExtensionInput,
  type AppNode,
  type ExtensionDataContainer,
} from '@backstage/frontend-plugin-api';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import type { PageCard } from '../components/PageCards';

const { type, filterFunction } = EntityCardBlueprint.dataRefs;

/** The cards of a page: all cards of the catalog fit in, ours and others. */
export const cardsInput = createExtensionInput([
  coreExtensionData.reactElement,
  type.optional(),
  filterFunction.optional(),
]);

/** An extension that was attached to {@link cardsInput}. */
type AttachedCard = { node: AppNode } & ExtensionDataContainer<
  (typeof cardsInput)['extensionData'][number]
>;

/** The attached cards, in the order of the app's config. */
export const pageCardsOf = (cards: AttachedCard[]): PageCard[] =>
  cards.map(card => ({
    id: card.node.spec.id,
    type: card.get(type),
    element: card.get(coreExtensionData.reactElement),
    filter: card.get(filterFunction),
  }));
