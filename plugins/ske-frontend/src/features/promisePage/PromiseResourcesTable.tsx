import type {
  ResourcesPage,
  ResourcesQuery,
} from '@syntasso/plugin-ske-common';
import { FilteredResources } from '../../components/FilteredResources';
import { resourceColumns } from '../../components/resourceColumns';
import { filterWords } from '../../components/ResourceFilters';
import { useT } from '../../translations/useT';

/** The table of a Promise's Resources, with its filters. */
export function PromiseResourcesTable(props: {
  page: ResourcesPage;
  query: ResourcesQuery;
  isLoading: boolean;
  onChange: (changes: Partial<ResourcesQuery>) => void;
}) {
  const t = useT();
  const { page, query } = props;
  const { name, namespace, health, version, owner, age } = resourceColumns(t);
  const isMineOnly = query.mine && filterWords(query, t).length === 1;
  return (
    <FilteredResources
      {...props}
      label={t('promise.resourcesTable')}
      columns={[name, namespace, health, version, owner, age]}
      searchLabel={t('promise.search')}
      toggle="mine"
      nothingFound={
        isMineOnly ? t('promise.noneMine', { count: page.total }) : undefined
      }
    />
  );
}
