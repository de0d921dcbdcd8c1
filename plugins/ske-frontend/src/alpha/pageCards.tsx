import {
  coreExtensionData,
  createExtensionInput,
  type AppNode,
  type ExtensionDataContainer,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import type { ComponentType } from 'react';
import type { Entity } from '@backstage/catalog-model';
import { loadSkeClient } from '../api/SkeClient';
import type { CardPlace, PageCard } from '../components/PageCards';
import { KRATIX_TAB } from '../utils/addresses';
import { WithCreateHref } from './createPage';
import { PageRouter } from './PageRouter';

const { type, filterFunction } = EntityCardBlueprint.dataRefs;

/** The cards of a page: all cards of the catalog fit in, ours and others. */
const cardsInput = createExtensionInput([
  coreExtensionData.reactElement,
  type.optional(),
  filterFunction.optional(),
]);

/** An extension that was attached to {@link cardsInput}. */
type AttachedCard = { node: AppNode } & ExtensionDataContainer<
  (typeof cardsInput)['extensionData'][number]
>;

/** The attached cards, in the order of the app's config. */
const pageCardsOf = (cards: AttachedCard[]): PageCard[] =>
  cards.map(card => ({
    id: card.node.spec.id,
    type: card.get(type),
    element: card.get(coreExtensionData.reactElement),
    filter: card.get(filterFunction),
  }));

/** An entity's page that is made of the cards that are attached to it. */
export const makePageContent = <Name extends string>(page: {
  name: Name;
  filter: (entity: Entity) => boolean;
  load: () => Promise<ComponentType<{ cards: PageCard[] }>>;
}) =>
  EntityContentBlueprint.makeWithOverrides({
    name: page.name,
    inputs: { cards: cardsInput },
    factory: (originalFactory, { inputs }) =>
      originalFactory({
        path: KRATIX_TAB,
        title: 'Kratix',
        filter: page.filter,
        loader: async () => {
          const [Content] = await Promise.all([page.load(), loadSkeClient()]);
          return (
            <PageRouter>
              <WithCreateHref>
                <Content cards={pageCardsOf(inputs.cards)} />
              </WithCreateHref>
            </PageRouter>
          );
        },
      }),
  });

/** One of our own cards, attached to its page. */
export const makePageCard = <Page extends string, Name extends string>(
  page: Page,
  { name, type: column }: CardPlace<Name>,
  load: () => Promise<ComponentType>,
) =>
  EntityCardBlueprint.make({
    name: `${page}-${name}` as const,
    attachTo: { id: `entity-content:ske-frontend/${page}`, input: 'cards' },
    params: {
      type: column,
      loader: async () => {
        const Card = await load();
        return <Card />;
      },
    },
  });
