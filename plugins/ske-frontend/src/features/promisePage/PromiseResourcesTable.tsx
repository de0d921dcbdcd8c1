import type {
  ResourcesPage,
  ResourcesQuery,
} from '@syntasso/plugin-ske-common';
import { FilteredResources } from '../../components/FilteredResources';
import { resourceColumns } from '../../components/resourceColumns';
import { filterWords } from '../../components/ResourceFilters';
import { useT } from '../../translations/useT';
import { rowOperationColumn } from '../nextActions/RowOperation';
import type { RowOperations } from '../nextActions/useRowOperations';

/** The table of a Promise's Resources, with its filters. */
export function PromiseResourcesTable(props: {
  page: ResourcesPage;
  query: ResourcesQuery;
  operations: RowOperations;
  isLoading: boolean;
  onChange: (changes: Partial<ResourcesQuery>) => void;
}) {
  const t = useT();
  const { operations, ...table } = props;
  const { page, query } = table;
  const { name, namespace, health, version, owner, age } = resourceColumns(t);
  const isMineOnly = query.mine && filterWords(query, t).length === 1;
  return (
    <FilteredResources
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
      searchLabel={t('promise.search')}
      toggle="mine"
      nothingFound={
        isMineOnly ? t('promise.noneMine', { count: page.total }) : undefined
      }
    />
  );
}
