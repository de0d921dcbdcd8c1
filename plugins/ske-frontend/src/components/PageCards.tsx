import type { ReactElement, ReactNode } from 'react';
import type { Entity } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { CardBoundary } from './Card';
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

/** A page's cards in two columns, in their order. An error stays in its card. */
export function PageCards(props: {
  cards: PageCard[];
  /** Stands above the wide column. */
  notice?: ReactNode;
  /** Stands below the narrow column. */
  children?: ReactNode;
}) {
  const classes = useStyles();
  const { entity } = useEntity();
  const shown = props.cards.filter(({ filter }) => filter?.(entity) ?? true);
  const info = shown.filter(({ type }) => type === 'info');
  const content = shown.filter(card => !info.includes(card));
  const isNarrowUsed = info.length > 0 || props.children !== undefined;
  const hasBoth = content.length > 0 && isNarrowUsed;
  return (
    <div className={hasBoth ? classes.page : classes.column}>
      <div className={classes.column}>
        {props.notice}
        <Cards cards={content} />
      </div>
      {isNarrowUsed && (
        <div className={classes.column}>
          <Cards cards={info} />
          {props.children}
        </div>
      )}
    </div>
  );
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
