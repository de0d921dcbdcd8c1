import { ButtonLink, Link } from '@backstage/ui';
import type {
  RequestRecord,
  ResourcesPage,
  ResourcesQuery,
  ResourceSummary,
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
import { useStyles } from '../../components/styles';
import { useKratixHref } from '../../hooks/useKratixHref';
import { useT } from '../../translations/useT';
import { findPullRequest } from './toldRequests';

/** The table of one's own Resources, of whichever Promise. */
export function MyResourcesTable(props: {
  page: ResourcesPage;
  query: ResourcesQuery;
  /** What is on its way. */
  records: RequestRecord[];
  isLoading: boolean;
  onChange: (changes: Partial<ResourcesQuery>) => void;
}) {
  const t = useT();
  const { records, ...table } = props;
  const columns: ResourceColumn[] = [
    {
      title: t('promise.name'),
      sort: 'name',
      cell: item => <NameCell item={item} />,
    },
    {
      title: t('about.promise'),
      sort: 'promise',
      cell: item => item.promise.title,
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
      title: t('about.owner'),
      sort: 'owner',
      cell: item => <OwnerCell item={item} />,
    },
    {
      title: t('promise.age'),
      sort: 'age',
      cell: item => <AgeCell item={item} />,
    },
    {
      title: t('myRequests.next'),
      cell: item => <NextCell item={item} records={records} />,
    },
  ];
  return (
    <ResourcesTable
      {...table}
      label={t('myRequests.title')}
      columns={columns}
      empty={
        <NothingFound
          wanted={filterWords({ ...table.query, mine: false }, t)}
          onShowAll={() => table.onChange({ ...NO_FILTER, mine: true })}
        />
      }
    />
  );
}

/** What can be done next: its page offers the rest. */
function NextCell(props: { item: ResourceSummary; records: RequestRecord[] }) {
  const t = useT();
  const classes = useStyles();
  const { item, records } = props;
  const href = useKratixHref(item.entityRef);
  const pullRequest = findPullRequest(records, item);
  return (
    <span className={classes.inline}>
      {pullRequest && (
        <Link href={pullRequest.url} target="_blank">
          {t('requests.openPullRequest')}
        </Link>
      )}
      {href && (
        <ButtonLink
          size="small"
          variant="secondary"
          href={href}
          aria-label={t('myRequests.openNamed', { name: item.ref.name })}
        >
          {t('card.open')}
        </ButtonLink>
      )}
    </span>
  );
}
