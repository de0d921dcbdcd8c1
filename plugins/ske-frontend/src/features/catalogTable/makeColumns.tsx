import type { ComponentType } from 'react';
import type { TableColumn } from '@backstage/core-components';
import type { Entity } from '@backstage/catalog-model';
import {
  CatalogTable,
  type CatalogTableColumnsFunc,
  type CatalogTableRow,
} from '@backstage/plugin-catalog';
import { healthOrder } from '@syntasso/plugin-ske-common';
import { healthStateOf } from '../../utils/entityHealth';

/** What draws the column of health. */
export interface HealthColumnParts {
  Title: ComponentType;
  Cell: ComponentType<{ entity: Entity }>;
}

/** Field of the column that says what an entity is called. */
const NAME = 'resolved.entityRef';

/** The columns of the catalog's list, and among Components one more: health. */
export const makeColumns =
  (parts: HealthColumnParts): CatalogTableColumnsFunc =>
  context => {
    const columns = CatalogTable.defaultColumnsFunc(context);
    const kind = context.filters.kind?.value.toLocaleLowerCase('en-US');
    if (kind !== undefined && kind !== 'component' && kind !== 'all') {
      return columns;
    }
    return columns.flatMap(column =>
      column.field === NAME
        ? // Names would be broken into letters before anything else gives way.
          [{ ...column, cellStyle: { minWidth: 180 } }, healthColumn(parts)]
        : [column],
    );
  };

/** A new one each time: the table writes into its columns. */
const healthColumn = ({
  Title,
  Cell,
}: HealthColumnParts): TableColumn<CatalogTableRow> => ({
  title: <Title />,
  field: 'kratix.health',
  width: 'auto',
  customSort: (a, b) => orderOf(a.entity) - orderOf(b.entity),
  render: ({ entity }) => <Cell entity={entity} />,
});

/** Entities without health come last. */
function orderOf(entity: Entity): number {
  const state = healthStateOf(entity);
  return state ? healthOrder[state] : Object.keys(healthOrder).length;
}
