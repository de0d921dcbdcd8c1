import { Link, TablePagination, Text } from '@backstage/ui';
import { useRouteRef } from '@backstage/core-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import {
  type HealthState,
  type ResourcesPage,
  type ResourcesQuery,
  type ResourceSummary,
} from '@syntasso/plugin-ske-common';
import { RiArrowDownLine, RiArrowUpLine } from '@remixicon/react';
import { HealthBadge } from '../../components/HealthBadge';
import { Age } from '../../components/Age';
import { OwnerLink } from '../../components/OwnerLink';
import { readRef } from '../../utils/readRef';
import { useT } from '../../translations/useT';
import { reasonText } from '../../utils/reasonText';
import { useTableStyles } from './tableStyles';

/** All Resources here are of one Promise. */
type Column = Exclude<ResourcesQuery['sort'], 'promise'>;

/**
 * The table of a Promise's Resources. A plain table, not a grid: it is read, and
 * its links and buttons are reached with Tab like everywhere else on the page.
 */
export function ResourcesTable(props: {
  page: ResourcesPage;
  query: ResourcesQuery;
  /** Another page was asked for, and this is still the last one. */
  isLoading: boolean;
  onChange: (changes: Partial<ResourcesQuery>) => void;
}) {
  const t = useT();
  const classes = useTableStyles();
  const { page, query, isLoading, onChange } = props;
  const { limit } = query;
  const titles: Record<Column, string> = {
    name: t('promise.name'),
    namespace: t('about.namespace'),
    health: t('promise.health'),
    version: t('about.version'),
    owner: t('about.owner'),
    age: t('promise.age'),
  };
  const ariaSort = query.descending ? 'descending' : 'ascending';
  return (
    <>
      <div className={classes.scroll}>
        <table
          className={classes.table}
          aria-label={t('promise.resourcesTable')}
          aria-busy={isLoading}
        >
          <thead>
            <tr>
              {(Object.keys(titles) as Column[]).map(column => (
                <th
                  key={column}
                  scope="col"
                  aria-sort={column === query.sort ? ariaSort : 'none'}
                >
                  <button
                    type="button"
                    onClick={() =>
                      onChange({
                        sort: column,
                        descending: column === query.sort && !query.descending,
                      })
                    }
                  >
                    {titles[column]}
                    {column === query.sort && <Arrow down={query.descending} />}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {page.rows.map(item => (
              <Row key={item.uid} item={item} />
            ))}
          </tbody>
        </table>
      </div>
      {page.rows.some(isOfObjectOnly) && (
        <Text as="p" variant="body-small" color="secondary">
          {t('reason.deliveriesHidden')}
        </Text>
      )}
      {page.matching > limit && (
        <TablePagination
          pageSize={limit}
          showPageSizeOptions={false}
          offset={page.offset}
          totalCount={page.matching}
          hasNextPage={page.offset + limit < page.matching}
          hasPreviousPage={page.offset > 0}
          onNextPage={() => onChange({ offset: page.offset + limit })}
          onPreviousPage={() =>
            onChange({ offset: Math.max(0, page.offset - limit) })
          }
        />
      )}
    </>
  );
}

function Arrow(props: { down: boolean }) {
  return props.down ? (
    <RiArrowDownLine size={14} aria-hidden />
  ) : (
    <RiArrowUpLine size={14} aria-hidden />
  );
}

/** Whether the health of a row does not know what was sent to Destinations. */
const isOfObjectOnly = ({ health }: ResourceSummary) =>
  health.reason.code === 'deliveriesHidden';

/** States that need no reason. */
const GOES_WELL: ReadonlySet<HealthState> = new Set(['ready', 'progressing']);

function Row(props: { item: ResourceSummary }) {
  const t = useT();
  const entityLink = useRouteRef(entityRouteRef);
  const { item } = props;
  const entity = readRef(item.entityRef);
  const href = entity && entityLink?.(entity);
  return (
    <tr>
      <th scope="row">
        {href ? (
          <Link href={`${href}/kratix`}>{item.ref.name}</Link>
        ) : (
          item.ref.name
        )}
      </th>
      <td>{item.ref.namespace}</td>
      <td>
        <HealthBadge health={item.health} />
        {!GOES_WELL.has(item.health.state) && (
          <div>
            <Text variant="body-small" color="secondary">
              {reasonText(t, item.health.reason)}
            </Text>
          </div>
        )}
      </td>
      <td>{item.promiseVersion ?? t('common.notSet')}</td>
      <td>
        <OwnerLink owner={item.owner} />
        {item.requestedBy && (
          <div>
            <Text variant="body-small" color="secondary">
              {t('promise.requestedBy')} <OwnerLink owner={item.requestedBy} />
            </Text>
          </div>
        )}
      </td>
      <td>{item.createdAt && <Age since={item.createdAt} form="bare" />}</td>
    </tr>
  );
}
