import { Button, Text } from '@backstage/ui';
import type {
  ResourcesPage,
  ResourcesQuery,
} from '@syntasso/plugin-ske-common';
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
import { useStyles } from '../../components/styles';
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

/** Says why no row is there, and leads back where that is easy to miss. */
function NoneFound(props: {
  page: ResourcesPage;
  query: ResourcesQuery;
  onChange: (changes: Partial<ResourcesQuery>) => void;
}) {
  const t = useT();
  const classes = useStyles();
  const { page, query, onChange } = props;
  const { mine, attention, search } = query;
  if (!mine || attention || search !== '') {
    return <Text>{t('promise.emptyFilter')}</Text>;
  }
  const { total } = page;
  return (
    <div className={classes.inline}>
      <Text>
        {total === 1 ? t('promise.notMine') : t('promise.noneMine', { total })}
      </Text>
      <Button
        size="small"
        variant="secondary"
        onPress={() => onChange({ mine: false })}
      >
        {t('promise.showAll')}
      </Button>
    </div>
  );
}
