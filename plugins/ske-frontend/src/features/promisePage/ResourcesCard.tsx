import { Text } from '@backstage/ui';
import { firstResources, type OfferingView } from '@syntasso/plugin-ske-common';
import { useLivePromise, useLiveResources } from '../../hooks/useLive';
import { Card } from '../../components/Card';
import { LiveBanner } from '../../components/LiveBanner';
import { Loading } from '../../components/Loading';
import { TABLE_HEIGHTS } from '../../components/ResourcesTable';
import { SomeHidden } from '../../components/SomeHidden';
import { useStyles } from '../../components/styles';
import { useResourcesQuery } from '../../hooks/useResourcesQuery';
import { useRowOperations } from '../nextActions/useRowOperations';
import { RequestButton } from '../requestDialog/RequestButton';
import { PromiseResourcesTable } from './PromiseResourcesTable';
import { useT } from '../../translations/useT';

/** The Resources requested from a Promise: live, sortable, paged. */
export function ResourcesCard(props: { view: OfferingView }) {
  const t = useT();
  const classes = useStyles();
  const { view } = props;
  const { name } = view.ref;
  const [query, changeQuery] = useResourcesQuery(firstResources);
  const live = useLiveResources(name, query);
  const { state, shown: page, retryNow } = live;
  const operations = useRowOperations(live);
  // What is true of the whole page is said above it.
  const { state: ofPromise } = useLivePromise(name);
  if (!view.api) return null;
  return (
    <Card title={t('promise.resources')} count={page?.total}>
      {ofPromise.kind === 'live' &&
        (state.kind === 'stale' || state.kind === 'failed') && (
          <LiveBanner state={state} retryNow={retryNow} />
        )}
      {!page && state.kind === 'connecting' && (
        <Loading what={t('promise.resources')} heights={TABLE_HEIGHTS} />
      )}
      {page?.total === 0 && (
        <div className={classes.column}>
          <Text>{t('promise.emptyTitle')}</Text>
          <div>
            <RequestButton view={view} />
          </div>
        </div>
      )}
      {page && page.total > 0 && (
        <PromiseResourcesTable
          page={page}
          query={query}
          operations={operations}
          isLoading={state.kind === 'connecting'}
          onChange={changeQuery}
        />
      )}
      <SomeHidden denied={page?.denied} />
    </Card>
  );
}
