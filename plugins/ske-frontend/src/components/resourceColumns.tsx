import type { T } from '../translations/useT';
import { AgeCell, HealthCell, NameCell, OwnerCell } from './resourceCells';
import type { ResourceColumn } from './ResourcesTable';

type ColumnName =
  | 'name'
  | 'promise'
  | 'namespace'
  | 'health'
  | 'version'
  | 'owner'
  | 'age';

/** The columns that tables of Resources choose from. */
export const resourceColumns = (t: T): Record<ColumnName, ResourceColumn> => ({
  name: {
    title: t('promise.name'),
    sort: 'name',
    cell: item => <NameCell item={item} />,
  },
  promise: {
    title: t('about.promise'),
    sort: 'promise',
    cell: item => item.promise.title,
  },
  namespace: {
    title: t('about.namespace'),
    sort: 'namespace',
    cell: item => item.ref.namespace,
  },
  health: {
    title: t('promise.health'),
    sort: 'health',
    cell: item => <HealthCell item={item} />,
  },
  version: {
    title: t('about.version'),
    sort: 'version',
    cell: item => item.promiseVersion ?? t('common.notSet'),
  },
  owner: {
    title: t('about.owner'),
    sort: 'owner',
    cell: item => <OwnerCell item={item} />,
  },
  age: {
    title: t('promise.age'),
    sort: 'age',
    cell: item => <AgeCell item={item} />,
  },
});
