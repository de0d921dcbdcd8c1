import { useState } from 'react';
import { Link, TablePagination, Text } from '@backstage/ui';
import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/core-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import {
  needsAttention,
  type ResourceSummary,
} from '@syntasso/plugin-ske-common';
import { RiArrowDownLine, RiArrowUpLine } from '@remixicon/react';
import { HealthBadge } from '../health/HealthBadge';
import { Age } from '../parts/Age';
import { OwnerLink } from '../parts/OwnerLink';
import { reasonText, useT } from '../translations/useT';
import { useTableStyles } from './tableStyles';

const PAGE_SIZE = 10;

const sortKeys = {
  name: (item: ResourceSummary) => item.ref.name,
  namespace: (item: ResourceSummary) => item.ref.namespace ?? '',
  health: (item: ResourceSummary) => item.health.state,
  version: (item: ResourceSummary) => item.promiseVersion ?? '',
  owner: (item: ResourceSummary) => item.owner,
  // Younger first reads as "smaller age first".
  age: (item: ResourceSummary) => item.createdAt ?? '',
};
type Column = keyof typeof sortKeys;

/**
 * The table of requests. A plain table, not a grid: it is read, and its links
 * and buttons are reached with Tab like everywhere else on the page.
 */
export function RequestsTable(props: { items: ResourceSummary[] }) {
  const t = useT();
  const classes = useTableStyles();
  const [sort, setSort] = useState<{ by: Column; down: boolean }>({
    by: 'name',
    down: false,
  });
  const [offset, setOffset] = useState(0);
  const { items } = props;
  const key = sortKeys[sort.by];
  const sorted = [...items].sort(
    (a, b) => (sort.down ? -1 : 1) * key(a).localeCompare(key(b)),
  );
  const start = offset < items.length ? offset : 0;
  const titles: Record<Column, string> = {
    name: t('promise.name'),
    namespace: t('about.namespace'),
    health: t('promise.health'),
    version: t('about.version'),
    owner: t('about.owner'),
    age: t('promise.age'),
  };
  const ariaSort = sort.down ? 'descending' : 'ascending';
  return (
    <>
      <div className={classes.scroll}>
        <table className={classes.table} aria-label={t('promise.requests')}>
          <thead>
            <tr>
              {(Object.keys(titles) as Column[]).map(column => (
                <th
                  key={column}
                  scope="col"
                  aria-sort={column === sort.by ? ariaSort : 'none'}
                >
                  <button
                    type="button"
                    onClick={() =>
                      setSort({
                        by: column,
                        down: column === sort.by && !sort.down,
                      })
                    }
                  >
                    {titles[column]}
                    {column === sort.by && <Arrow down={sort.down} />}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.slice(start, start + PAGE_SIZE).map(item => (
              <Row key={item.uid} item={item} />
            ))}
          </tbody>
        </table>
      </div>
      {items.length === 0 && <Text>{t('promise.emptyFilter')}</Text>}
      {items.length > PAGE_SIZE && (
        <TablePagination
          pageSize={PAGE_SIZE}
          showPageSizeOptions={false}
          offset={start}
          totalCount={items.length}
          hasNextPage={start + PAGE_SIZE < items.length}
          hasPreviousPage={start > 0}
          onNextPage={() => setOffset(start + PAGE_SIZE)}
          onPreviousPage={() => setOffset(Math.max(0, start - PAGE_SIZE))}
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

function Row(props: { item: ResourceSummary }) {
  const t = useT();
  const entityLink = useRouteRef(entityRouteRef);
  const { item } = props;
  const href = item.entityRef && entityLink?.(parseEntityRef(item.entityRef));
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
        {needsAttention(item.health.state) && (
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
      </td>
      <td>{item.createdAt && <Age since={item.createdAt} form="bare" />}</td>
    </tr>
  );
}
