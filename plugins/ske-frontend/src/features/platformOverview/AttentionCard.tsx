import { Text } from '@backstage/ui';
import {
  firstResources,
  type ResourcesQuery,
} from '@syntasso/plugin-ske-common';
import { Card } from '../../components/Card';
import { ErrorAlert } from '../../components/ErrorAlert';
import { Loading } from '../../components/Loading';
import { resourceColumns } from '../../components/resourceColumns';
import { ResourcesTable } from '../../components/ResourcesTable';
import { SomeHidden } from '../../components/SomeHidden';
import { useStyles } from '../../components/styles';
import { useLiveAllResources } from '../../hooks/useLive';
import { useResourcesQuery } from '../../hooks/useResourcesQuery';
import { useT } from '../../translations/useT';
import { rowOperationColumn } from '../nextActions/RowOperation';
import { useRowOperations } from '../nextActions/useRowOperations';

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
  const [query, changeQuery] = useResourcesQuery(urgent);
  const live = useLiveAllResources(query);
  const { state, shown: page, retryNow } = live;
  const operations = useRowOperations(live);
  const { name, promise, namespace, health, owner, age } = resourceColumns(t);
  const rows = Math.min(expected, query.limit);
  return (
    <Card title={t('list.attention')} count={page?.matching}>
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
            columns={[
              name,
              promise,
              namespace,
              health,
              owner,
              age,
              rowOperationColumn(t, operations),
            ]}
            page={page}
            query={query}
            isLoading={state.kind === 'connecting'}
            onChange={changeQuery}
            empty={null}
          />
        </div>
      )}
      <SomeHidden denied={page?.denied} />
    </Card>
  );
}
