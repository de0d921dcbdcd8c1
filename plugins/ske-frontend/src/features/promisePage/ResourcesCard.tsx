import { Text } from '@backstage/ui';
import { firstResources, type OfferingView } from '@syntasso/plugin-ske-common';
import { useLivePromise, useLiveResources } from '../../hooks/useLive';
import { Card } from '../../components/Card';
import { LiveBanner } from '../../components/LiveBanner';
import { Loading } from '../../components/Loading';
import { LostUpdates } from '../../components/LostUpdates';
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
  const { state: ofPromise } = useLivePromise(name);
  if (!view.api) return null;
  // What is true of the whole page is said by its own banner.
  const isAlone =
    ofPromise.kind === 'live' &&
    (state.kind === 'stale' || state.kind === 'failed');
  return (
    <Card
      title={t('promise.resources')}
      count={page?.total}
      actions={
        // In the title's row, where it moves nothing: the list may come back a moment later
        // than the rest of the page.
        isAlone &&
        page &&
        state.kind === 'stale' && (
          <Text
            variant="body-small"
            color="secondary"
            truncate
            // The title beside it keeps its line on a phone.
            style={{ maxWidth: '45vw' }}
          >
            <LostUpdates since={state.since} />
          </Text>
        )
      }
    >
      {isAlone && !page && <LiveBanner state={state} retryNow={retryNow} />}
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
      {isAlone && page && state.kind === 'failed' && (
        <LiveBanner state={state} retryNow={retryNow} />
      )}
      <SomeHidden denied={page?.denied} />
    </Card>
  );
}
