import { ButtonLink, Link } from '@backstage/ui';
import type {
  RequestRecord,
  ResourcesPage,
  ResourcesQuery,
  ResourceSummary,
} from '@syntasso/plugin-ske-common';
import { FilteredResources } from '../../components/FilteredResources';
import { resourceColumns } from '../../components/resourceColumns';
import type { ResourceColumn } from '../../components/ResourcesTable';
import { useStyles } from '../../components/styles';
import { useKratixHref } from '../../hooks/useKratixHref';
import { useT } from '../../translations/useT';
import { RowOperation } from '../nextActions/RowOperation';
import type { RowOperations } from '../nextActions/useRowOperations';
import { findPullRequest } from './openRequests';

/** The table of one's own Resources, of whichever Promise, with its filters. */
export function MyResourcesTable(props: {
  page: ResourcesPage;
  query: ResourcesQuery;
  /** What is on its way. */
  records: RequestRecord[];
  operations: RowOperations;
  isLoading: boolean;
  onChange: (changes: Partial<ResourcesQuery>) => void;
}) {
  const t = useT();
  const { records, operations, ...table } = props;
  const { name, promise, namespace, health, owner, age } = resourceColumns(t);
  const next: ResourceColumn = {
    title: t('myRequests.next'),
    minWidth: 170,
    cell: item => (
      <NextCell item={item} records={records} operations={operations} />
    ),
  };
  return (
    <FilteredResources
      {...table}
      label={t('myRequests.title')}
      columns={[name, promise, namespace, health, owner, age, next]}
      searchLabel={t('myRequests.search')}
      toggle="requestedByMe"
      all={{ mine: true }}
    />
  );
}

/** What can be done next: its page offers the rest. */
function NextCell(props: {
  item: ResourceSummary;
  records: RequestRecord[];
  operations: RowOperations;
}) {
  const t = useT();
  const classes = useStyles();
  const { item, records, operations } = props;
  const href = useKratixHref(item.entityRef);
  const pullRequest = findPullRequest(records, item);
  return (
    <span className={classes.inline}>
      {pullRequest && (
        <Link href={pullRequest.url} target="_blank">
          {t('requests.openPullRequest')}
        </Link>
      )}
      <RowOperation item={item} operations={operations} />
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
