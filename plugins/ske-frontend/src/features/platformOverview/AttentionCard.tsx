import { Text } from '@backstage/ui';
import { Card } from '../../components/Card';
import { ErrorAlert } from '../../components/ErrorAlert';
import { resourceColumns } from '../../components/resourceColumns';
import { ResourcesTable } from '../../components/ResourcesTable';
import { SomeHidden } from '../../components/SomeHidden';
import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';
import { rowOperationColumn } from '../nextActions/RowOperation';
import { useRowOperations } from '../nextActions/useRowOperations';
import type { AttentionList } from './useAttentionList';

/** Every Resource that needs attention, with the cause and who has requested it. */
export function AttentionCard(props: { list: AttentionList }) {
  const t = useT();
  const classes = useStyles();
  const { live, query, changeQuery } = props.list;
  const { state, shown: page, retryNow } = live;
  const operations = useRowOperations(live);
  const { name, promise, namespace, health, owner, age } = resourceColumns(t);
  return (
    <Card
      title={t('list.attention')}
      count={page?.matching}
      actions={
        // Its row leaves the list at once, and comes back if that did not help.
        operations.done && (
          <Text variant="body-small" color="secondary">
            {operations.done}
          </Text>
        )
      }
    >
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
      {state.kind === 'failed' && (
        <ErrorAlert error={state.error} onRetry={retryNow} />
      )}
      <SomeHidden denied={page?.denied} />
    </Card>
  );
}
