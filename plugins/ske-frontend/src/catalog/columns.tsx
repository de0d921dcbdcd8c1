import type { TableColumn } from '@backstage/core-components';
import { ButtonLink } from '@backstage/ui';
import { parseEntityRef, type Entity } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/core-plugin-api';
import {
  CatalogTable,
  type CatalogTableColumnsFunc,
  type CatalogTableRow,
} from '@backstage/plugin-catalog';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import {
  annotations,
  identify,
  type HealthState,
} from '@syntasso/plugin-ske-common';
import { RiAddLine } from '@remixicon/react';
import { HealthWord } from '../health/HealthBadge';
import { useT } from '../translations/useT';

const healthOf = (entity: Entity) =>
  entity.metadata.annotations?.[annotations.health] as HealthState | undefined;

/**
 * The columns of the catalog's list with two more among Components: health, and
 * for Promises and Resources a way to request another one.
 *
 * @param tab - where on an entity's page the Kratix tab is: `/kratix` in the new
 * frontend system; '' (default) where the Promise's page is its Overview
 * @public
 */
export const kratixColumns =
  (tab = ''): CatalogTableColumnsFunc =>
  context => {
    const [first, ...others] = CatalogTable.defaultColumnsFunc(context);
    const kind = context.filters.kind?.value.toLocaleLowerCase('en-US');
    if (kind !== undefined && kind !== 'component' && kind !== 'all') {
      return [first, ...others];
    }
    return [first, healthColumn, ...others, requestColumn(tab)];
  };

const healthColumn: TableColumn<CatalogTableRow> = {
  title: <Title />,
  field: 'kratix.health',
  width: 'auto',
  customSort: (a, b) =>
    (healthOf(a.entity) ?? '').localeCompare(healthOf(b.entity) ?? ''),
  render: ({ entity }) => {
    const state = healthOf(entity);
    return state && <HealthWord state={state} />;
  },
};

const requestColumn = (tab: string): TableColumn<CatalogTableRow> => ({
  title: '',
  field: 'kratix.request',
  width: 'auto',
  sorting: false,
  render: ({ entity }) => <RequestAnother entity={entity} tab={tab} />,
});

function Title() {
  const t = useT();
  return <>{t('list.health')}</>;
}

/** Opens the dialog on the page of the Promise. */
function RequestAnother(props: { entity: Entity; tab: string }) {
  const t = useT();
  const entityLink = useRouteRef(entityRouteRef);
  const promise = promiseOf(props.entity);
  if (!promise || !entityLink) return null;
  const href = entityLink(
    parseEntityRef(promise, { defaultKind: 'component' }),
  );
  return (
    <ButtonLink
      size="small"
      variant="tertiary"
      iconStart={<RiAddLine />}
      href={`${href}${props.tab}?ske=request`}
    >
      {t('list.another')}
    </ButtonLink>
  );
}

/** The Component of the Promise that something can be requested from. */
function promiseOf(entity: Entity): string | undefined {
  const { kind } = identify(entity);
  const { name, namespace = 'default' } = entity.metadata;
  if (kind === 'promise') return `component:${namespace}/${name}`;
  if (kind !== 'resource') return undefined;
  // Its Promise comes first in what it depends on (product contract §6).
  const [first] = [entity.spec?.dependsOn].flat();
  return typeof first === 'string' ? first : undefined;
}
