import type {
  ResourcesPage,
  ResourcesQuery,
} from '@syntasso/plugin-ske-common';
import {
  filterWords,
  NO_FILTER,
  NothingFound,
} from '../../components/NothingFound';
import {
  AgeCell,
  HealthCell,
  NameCell,
  OwnerCell,
} from '../../components/resourceCells';
import {
  ResourcesTable,
  type ResourceColumn,
} from '../../components/ResourcesTable';
import { useT } from '../../translations/useT';

/** The table of a Promise's Resources. */
export function PromiseResourcesTable(props: {
  page: ResourcesPage;
  query: ResourcesQuery;
  isLoading: boolean;
  onChange: (changes: Partial<ResourcesQuery>) => void;
}) {
  const t = useT();
  const columns: ResourceColumn[] = [
    {
      title: t('promise.name'),
      sort: 'name',
      cell: item => <NameCell item={item} />,
    },
    {
      title: t('about.namespace'),
      sort: 'namespace',
      cell: item => item.ref.namespace,
    },
    {
      title: t('promise.health'),
      sort: 'health',
      cell: item => <HealthCell item={item} />,
    },
    {
      title: t('about.version'),
      sort: 'version',
      cell: item => item.promiseVersion ?? t('common.notSet'),
    },
    {
      title: t('about.owner'),
      sort: 'owner',
      cell: item => <OwnerCell item={item} />,
    },
    {
      title: t('promise.age'),
      sort: 'age',
      cell: item => <AgeCell item={item} />,
    },
  ];
  return (
    <ResourcesTable
      {...props}
      label={t('promise.resourcesTable')}
      columns={columns}
      empty={<NoneFound {...props} />}
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
  const noneMine =
    total === 1 ? t('promise.notMine') : t('promise.noneMine', { total });
  return (
    <NothingFound
      {...(isMineOnly ? { text: noneMine } : { wanted: filterWords(query, t) })}
      onShowAll={() => onChange(NO_FILTER)}
    />
  );
}
