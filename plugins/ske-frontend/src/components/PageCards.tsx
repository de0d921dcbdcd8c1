import type { ComponentType, ReactElement, ReactNode } from 'react';
import type { Entity } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { CardBoundary } from './Card';
import type { ViewPlace } from './LiveFrame';
import { useStyles } from './styles';

/** A card of a page; in the new frontend system each is an extension. */
export interface PageCard {
  id: string;
  /** Its column, as in the catalog: `content` is wide, `info` narrow beside it. */
  type?: 'content' | 'info';
  element: ReactElement;
  /** For which entities it is there; without, for all of the page. */
  filter?: (entity: Entity) => boolean;
}

/** The place of one of our own cards on its page. */
export interface CardPlace<Name extends string> {
  name: Name;
  type: NonNullable<PageCard['type']>;
}

/** Our own cards in their order, for a page that nobody has configured. */
export const defaultPageCards = <Name extends string>(
  order: readonly CardPlace<Name>[],
  cards: Record<Name, ComponentType>,
): PageCard[] =>
  order.map(({ name, type }) => {
    const CardOfPage: ComponentType = cards[name];
    return { id: name, type, element: <CardOfPage /> };
  });

/** How high the cards of the narrow column usually are together, in pixels. */
const USUAL_INFO_HEIGHT = 300;

/** A page's cards in two columns, in their order. An error stays in its card. */
export function PageCards(props: {
  cards: PageCard[];
  /** Stands above the wide column. */
  notice?: ReactNode;
  /** Stands in the wide column while there are no cards. */
  place?: ViewPlace;
  /** Stands below the narrow column, whether there are cards or not. */
  children?: ReactNode;
}) {
  const classes = useStyles();
  const { entity } = useEntity();
  const { place } = props;
  const isLoading = place?.isLoading ?? false;
  const visibleCards = props.cards.filter(card => isFor(card, entity));
  const info = visibleCards.filter(({ type }) => type === 'info');
  const content = visibleCards.filter(card => !info.includes(card));
  const isNarrowUsed = info.length > 0 || props.children !== undefined;
  const hasBoth = (content.length > 0 || isLoading) && isNarrowUsed;
  return (
    <div className={hasBoth ? classes.page : classes.column}>
      <div className={classes.column}>
        {props.notice}
        {place?.content}
        <Cards cards={content} />
      </div>
      {isNarrowUsed && (
        <div className={classes.column}>
          {isLoading && <div style={{ height: USUAL_INFO_HEIGHT }} />}
          <Cards cards={info} />
          {props.children}
        </div>
      )}
    </div>
  );
}

/** A card whose filter throws is not there; the others are. */
function isFor({ id, filter }: PageCard, entity: Entity): boolean {
  try {
    return filter?.(entity) ?? true;
  } catch (error) {
    // For who has written it, as an error of the card itself.
    // eslint-disable-next-line no-console
    console.error(`The filter of card ${id} failed`, error);
    return false;
  }
}

function Cards(props: { cards: PageCard[] }) {
  return (
    <>
      {props.cards.map(({ id, element }) => (
        <CardBoundary key={id}>{element}</CardBoundary>
      ))}
    </>
  );
}
