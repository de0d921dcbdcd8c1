import { useMemo, useState } from 'react';
import {
  Cell,
  CellText,
  Link,
  Table,
  Text,
  ToggleButton,
  useTable,
  type ColumnConfig,
} from '@backstage/ui';
import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/core-plugin-api';
import {
  entityRouteRef,
  useEntityOwnership,
} from '@backstage/plugin-catalog-react';
import type { PromiseView, ResourceSummary } from '@syntasso/plugin-ske-common';
import { HealthBadge } from '../health/HealthBadge';
import { Age } from '../parts/Age';
import { Card } from '../parts/Card';
import { useStyles } from '../parts/styles';
import { RequestButton } from '../request/RequestButton';
import { reasonText, useT } from '../translations/useT';

type Item = ResourceSummary & { id: string };

const PAGE_SIZE = 10;
const ATTENTION = ['failed', 'degraded'];

/** The requests made from a Promise: live, sortable, paged. */
export function RequestsCard(props: { view: PromiseView }) {
  const t = useT();
  const classes = useStyles();
  const { view } = props;
  const { isOwnedEntity } = useEntityOwnership();
  const [mine, setMine] = useState(false);
  const [attention, setAttention] = useState(false);
  const needy = view.resources.filter(r => ATTENTION.includes(r.health.state));
  const items = useMemo(
    () =>
      view.resources
        .filter(r => !attention || ATTENTION.includes(r.health.state))
        .filter(r => !mine || isOwnedEntity(ownedAs(r)))
        .map(r => ({ ...r, id: r.uid })),
    [view.resources, attention, mine, isOwnedEntity],
  );
  if (!view.api) return null;
  return (
    <Card
      title={
        <span className={classes.inline}>
          {t('promise.requests')}
          <Text color="secondary">{view.resources.length}</Text>
        </span>
      }
      actions={
        view.resources.length > 0 && (
          <>
            <ToggleButton size="small" isSelected={mine} onChange={setMine}>
              {t('promise.filterMine')}
            </ToggleButton>
            {needy.length > 0 && (
              <ToggleButton
                size="small"
                isSelected={attention}
                onChange={setAttention}
              >
                {t('promise.filterAttention', { count: needy.length })}
              </ToggleButton>
            )}
          </>
        )
      }
    >
      {view.resources.length === 0 ? (
        <div className={classes.column}>
          <Text>{t('promise.emptyTitle')}</Text>
          <div>
            <RequestButton view={view} />
          </div>
        </div>
      ) : (
        <RequestsTable items={items} label={t('promise.requests')} />
      )}
    </Card>
  );
}

function RequestsTable(props: { items: Item[]; label: string }) {
  const t = useT();
  const classes = useStyles();
  const entityLink = useRouteRef(entityRouteRef);
  const columns: ColumnConfig<Item>[] = [
    {
      id: 'name',
      defaultWidth: '1.6fr',
      label: t('promise.name'),
      isRowHeader: true,
      isSortable: true,
      cell: item => (
        <Cell>
          {item.entityRef ? (
            <Link
              href={`${
                entityLink?.(parseEntityRef(item.entityRef)) ?? ''
              }/kratix`}
            >
              {item.ref.name}
            </Link>
          ) : (
            item.ref.name
          )}
        </Cell>
      ),
    },
    {
      id: 'namespace',
      defaultWidth: '1.2fr',
      label: t('about.namespace'),
      isSortable: true,
      cell: item => <CellText title={item.ref.namespace ?? ''} />,
    },
    {
      id: 'health',
      defaultWidth: '2.4fr',
      label: t('promise.health'),
      isSortable: true,
      cell: item => (
        <Cell>
          <HealthBadge health={item.health} />
          {ATTENTION.includes(item.health.state) && (
            <div>
              <Text variant="body-small" color="secondary">
                {reasonText(t, item.health.reason)}
              </Text>
            </div>
          )}
        </Cell>
      ),
    },
    {
      id: 'version',
      defaultWidth: '1fr',
      label: t('about.version'),
      isSortable: true,
      cell: item => (
        <CellText title={item.promiseVersion ?? t('common.notSet')} />
      ),
    },
    {
      id: 'owner',
      defaultWidth: '1.4fr',
      label: t('about.owner'),
      cell: item => <CellText title={ownerName(item) ?? t('common.notSet')} />,
    },
    {
      id: 'age',
      defaultWidth: '0.9fr',
      label: t('promise.age'),
      isSortable: true,
      cell: item => (
        <Cell>
          {item.createdAt ? <Age since={item.createdAt} form="bare" /> : null}
        </Cell>
      ),
    },
  ];
  const { tableProps } = useTable<Item>({
    mode: 'complete',
    data: props.items,
    paginationOptions: { pageSize: PAGE_SIZE },
    sortFn: sorted,
  });
  return (
    <div className={classes.scroll}>
      <Table
        aria-label={props.label}
        columnConfig={columns}
        {...tableProps}
        pagination={
          props.items.length > PAGE_SIZE
            ? tableProps.pagination
            : { type: 'none' }
        }
        emptyState={<Text>{t('promise.emptyFilter')}</Text>}
      />
    </div>
  );
}

function sorted(
  items: Item[],
  { column, direction }: { column: unknown; direction: string },
): Item[] {
  const by: Record<string, (item: Item) => string> = {
    name: item => item.ref.name,
    namespace: item => item.ref.namespace ?? '',
    health: item => item.health.state,
    version: item => item.promiseVersion ?? '',
    age: item => item.createdAt ?? '',
  };
  const key = by[String(column)] ?? by.name;
  const sign = direction === 'descending' ? -1 : 1;
  return [...items].sort((a, b) => sign * key(a).localeCompare(key(b)));
}

function ownerName(item: ResourceSummary): string | undefined {
  return item.owner?.split('/').pop();
}

/** `useEntityOwnership` reads relations; a row has only its owner. */
function ownedAs(item: ResourceSummary) {
  const owner = item.owner ?? 'group:default/kratix-platform';
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: item.ref.name },
    relations: [{ type: 'ownedBy', targetRef: owner }],
  };
}
