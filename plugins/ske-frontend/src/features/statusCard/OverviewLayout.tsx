import { Fragment } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import {
  EntityOrphanWarning,
  EntityProcessingErrorsPanel,
  EntityRelationWarning,
  EntitySwitch,
  hasCatalogProcessingErrors,
  hasRelationWarnings,
  isOrphan,
} from '@backstage/plugin-catalog';
import type { EntityContentLayoutProps } from '@backstage/plugin-catalog-react/alpha';
import { STATUS_CARD_KEY } from './statusCardKey';
import { StatusRoom } from './StatusRoom';

type OverviewCard = EntityContentLayoutProps['cards'][number];

const useStyles = makeStyles({
  page: {
    display: 'grid',
    gap: 'var(--bui-space-6, 24px)',
    gridTemplateColumns: 'minmax(0, 1fr)',
  },
  warnings: {
    display: 'grid',
    gap: 'var(--bui-space-4, 16px)',
    '&:empty': { display: 'none' },
  },
  columns: {
    display: 'grid',
    gap: 'var(--bui-space-6, 24px)',
    gridTemplateColumns: 'minmax(0, 1fr)',
    alignItems: 'start',
  },
  both: {
    '@media (min-width: 960px)': {
      gridTemplateColumns: 'minmax(0, 2fr) minmax(0, 1fr)',
      '& > :first-child': { order: 1 },
    },
  },
  column: {
    display: 'grid',
    gap: 'var(--bui-space-6, 24px)',
    gridTemplateColumns: 'minmax(0, 1fr)',
    // EntityInfoCard fills its row; in a column of cards each has its own height.
    '& > *': { height: 'auto' },
  },
});

/**
 * The catalog's Overview of a Promise or Resource: how it is, over the whole width, and
 * below that all other cards as the catalog has them. These do not wait for the status.
 */
export function OverviewLayout({ cards }: EntityContentLayoutProps) {
  const classes = useStyles();
  const statusCards = cards.filter(isStatusCard);
  const others = cards.filter(card => !isStatusCard(card));
  const info = others.filter(({ type }) => type === 'info');
  const content = others.filter(({ type }) => type !== 'info');
  const hasBoth = info.length > 0 && content.length > 0;
  return (
    <div className={classes.page}>
      {statusCards.length > 0 && (
        <StatusRoom>
          <Cards cards={statusCards} />
        </StatusRoom>
      )}
      <div className={classes.warnings}>
        <EntitySwitch>
          <EntitySwitch.Case if={isOrphan}>
            <EntityOrphanWarning />
          </EntitySwitch.Case>
        </EntitySwitch>
        <EntitySwitch>
          <EntitySwitch.Case if={hasRelationWarnings}>
            <EntityRelationWarning />
          </EntitySwitch.Case>
        </EntitySwitch>
        <EntitySwitch>
          <EntitySwitch.Case if={hasCatalogProcessingErrors}>
            <EntityProcessingErrorsPanel />
          </EntitySwitch.Case>
        </EntitySwitch>
      </div>
      <div className={`${classes.columns} ${hasBoth ? classes.both : ''}`}>
        {[info, content].map(
          (column, index) =>
            column.length > 0 && (
              <div key={index ? 'content' : 'info'} className={classes.column}>
                <Cards cards={column} />
              </div>
            ),
        )}
      </div>
    </div>
  );
}

const isStatusCard = ({ element }: OverviewCard) =>
  element.key === STATUS_CARD_KEY;

function Cards(props: { cards: OverviewCard[] }) {
  return (
    <>
      {props.cards.map(({ element }, index) => (
        <Fragment key={element.key ?? index}>{element}</Fragment>
      ))}
    </>
  );
}
