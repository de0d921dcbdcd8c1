import type {
  ResourcesPage,
  ResourcesQuery,
} from '@syntasso/plugin-ske-common';
import { NothingFound } from '../../components/NothingFound';
import { resourceColumns } from '../../components/resourceColumns';
import { filterWords, NO_FILTER } from '../../components/ResourceFilters';
import { ResourcesTable } from '../../components/ResourcesTable';
import { useT } from '../../translations/useT';
import { rowOperationColumn } from '../nextActions/RowOperation';
import type { RowOperations } from '../nextActions/useRowOperations';

/** The table of a Promise's Resources. */
export function PromiseResourcesTable(props: {
  page: ResourcesPage;
  query: ResourcesQuery;
  operations: RowOperations;
  isLoading: boolean;
  onChange: (changes: Partial<ResourcesQuery>) => void;
}) {
  const t = useT();
  const { operations, ...table } = props;
  const { name, namespace, health, version, owner, age } = resourceColumns(t);
  return (
    <ResourcesTable
      {...table}
      label={t('promise.resourcesTable')}
      columns={[
        name,
        namespace,
        health,
        version,
        owner,
        age,
        rowOperationColumn(t, operations),
      ]}
      empty={<NoneFound {...table} />}
    />
  );
}

/** Says why no row is there, and leads back to all. */
function NoneFound(props: {
  page: ResourcesPage;
  query: ResourcesQuery;
  onChange: (changes: Partial<ResourcesQuery>) => void;
}) {
  const t = useT();
  const { page, query, onChange } = props;
  const { total } = page;
  const isMineOnly = filterWords(query, t).length === 1 && query.mine;
  return (
    <NothingFound
      {...(isMineOnly
        ? { text: t('promise.noneMine', { count: total }) }
        : { wanted: filterWords(query, t) })}
      onShowAll={() => onChange(NO_FILTER)}
    />
  );
}
