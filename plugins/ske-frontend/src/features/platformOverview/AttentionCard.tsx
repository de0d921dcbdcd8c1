import { useState } from 'react';
import { Text } from '@backstage/ui';
import {
  firstResources,
  type ResourcesQuery,
} from '@syntasso/plugin-ske-common';
import { Card } from '../../components/Card';
import { ErrorAlert } from '../../components/ErrorAlert';
import { Loading } from '../../components/Loading';
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
import { useLiveAllResources } from '../../hooks/useLive';
import { useT } from '../../translations/useT';

/** Heights of a row for the titles, and of one with its cause and its requester. */
const [TITLES, ROW] = [29, 56];

/** What somebody has to do something about, the worst first. */
const urgent: ResourcesQuery = {
  ...firstResources,
  attention: true,
  sort: 'health',
};

/**
 * Every Resource that needs attention, with the cause and who has requested it.
 *
 * @param props.expected - how many there will be, where that is known already
 */
export function AttentionCard(props: { expected?: number }) {
  const t = useT();
  const classes = useStyles();
  const { expected = 0 } = props;
  const [query, setQuery] = useState(urgent);
  const { state, shown: page, retryNow } = useLiveAllResources(query);
  const rows = Math.min(expected, query.limit);
  return (
    <Card
      title={
        <span className={classes.inline}>
          {t('list.attention')}
          {page && <Text color="secondary">{page.matching}</Text>}
        </span>
      }
    >
      {state.kind === 'failed' && (
        <ErrorAlert error={state.error} onRetry={retryNow} />
      )}
      {!page && state.kind === 'connecting' && (
        <Loading
          what={t('list.attention')}
          heights={
            rows > 0
              ? [TITLES, ...Array.from({ length: rows }, () => ROW)]
              : [22]
          }
        />
      )}
      {page?.matching === 0 && <Text as="p">{t('overview.noneUrgent')}</Text>}
      {page && page.matching > 0 && (
        <div className={classes.column}>
          <ResourcesTable
            label={t('list.attention')}
            columns={columnsOf(t)}
            page={page}
            query={query}
            isLoading={state.kind === 'connecting'}
            onChange={changes =>
              setQuery(current => ({ ...current, offset: 0, ...changes }))
            }
            empty={null}
          />
        </div>
      )}
      {page?.denied && (
        <Text as="p" variant="body-small" color="secondary">
          {t('promise.someHidden', { message: page.denied })}
        </Text>
      )}
    </Card>
  );
}

const columnsOf = (t: ReturnType<typeof useT>): ResourceColumn[] => [
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
];
