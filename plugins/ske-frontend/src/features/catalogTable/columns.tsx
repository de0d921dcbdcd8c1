import Tooltip from '@material-ui/core/Tooltip';
import { makeStyles } from '@material-ui/core/styles';
import { Link, type TableColumn } from '@backstage/core-components';
import { parseEntityRef, type Entity } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/core-plugin-api';
import {
  CatalogTable,
  type CatalogTableColumnsFunc,
  type CatalogTableRow,
} from '@backstage/plugin-catalog';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { annotations, healthOrder } from '@syntasso/plugin-ske-common';
import { RiAddLine } from '@remixicon/react';
import { HealthWord } from '../../components/HealthBadge';
import { useT } from '../../translations/useT';
import { healthStateOf } from '../../utils/entityHealth';
import { promiseEntityRefOf } from '../../utils/promiseEntityRefOf';

const useStyles = makeStyles({
  cell: { display: 'flex', alignItems: 'center', gap: 8, minHeight: 28 },
  icon: {
    display: 'inline-flex',
    padding: 4,
    color: 'inherit',
    borderRadius: 4,
    '&:hover, &:focus-visible': { background: 'var(--bui-bg-neutral-2)' },
  },
});

/** Field of the column that says what an entity is called. */
const NAME = 'resolved.entityRef';

/**
 * The columns of the catalog's list, and among Components one more: health, and
 * for Promises and Resources a way to request another one.
 *
 * @param tab - where on an entity's page the Kratix tab is: `/kratix` in the new
 * frontend system; '' (default) where the Promise's page is its Overview
 * @public
 */
export const kratixColumns =
  (tab = ''): CatalogTableColumnsFunc =>
  context => {
    const columns = CatalogTable.defaultColumnsFunc(context);
    const kind = context.filters.kind?.value.toLocaleLowerCase('en-US');
    if (kind !== undefined && kind !== 'component' && kind !== 'all') {
      return columns;
    }
    return columns.flatMap(column =>
      column.field === NAME
        ? // Names would be broken into letters before anything else gives way.
          [{ ...column, cellStyle: { minWidth: 180 } }, healthColumn(tab)]
        : [column],
    );
  };

const healthColumn = (tab: string): TableColumn<CatalogTableRow> => ({
  title: <Title />,
  field: 'kratix.health',
  width: 'auto',
  customSort: (a, b) => orderOf(a.entity) - orderOf(b.entity),
  render: ({ entity }) => <HealthCell entity={entity} tab={tab} />,
});

/** Entities without health come last. */
function orderOf(entity: Entity): number {
  const state = healthStateOf(entity);
  return state ? healthOrder[state] : Object.keys(healthOrder).length;
}

function HealthCell(props: { entity: Entity; tab: string }) {
  const t = useT();
  const classes = useStyles();
  const state = healthStateOf(props.entity);
  const { [annotations.deliveries]: deliveries } =
    props.entity.metadata.annotations ?? {};
  return (
    <span className={classes.cell}>
      {state && (
        <HealthWord
          state={state}
          hint={
            deliveries === 'hidden' ? t('reason.deliveriesHidden') : undefined
          }
        />
      )}
      <RequestAnother {...props} />
    </span>
  );
}

function Title() {
  const t = useT();
  return <>{t('list.health')}</>;
}

/** Opens the dialog on the page of the Promise. */
function RequestAnother(props: { entity: Entity; tab: string }) {
  const t = useT();
  const classes = useStyles();
  const entityLink = useRouteRef(entityRouteRef);
  const promise = promiseEntityRefOf(props.entity);
  if (!promise || !entityLink) return null;
  const href = entityLink(
    parseEntityRef(promise, { defaultKind: 'component' }),
  );
  const label = t('list.another');
  return (
    <Tooltip title={label}>
      <Link
        className={classes.icon}
        aria-label={label}
        to={`${href}${props.tab}?ske=request`}
      >
        <RiAddLine size={18} aria-hidden />
      </Link>
    </Tooltip>
  );
}
