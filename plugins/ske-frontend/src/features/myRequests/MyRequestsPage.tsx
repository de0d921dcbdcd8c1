import { ButtonLink, Text } from '@backstage/ui';
import {
  firstResources,
  type ResourcesQuery,
} from '@syntasso/plugin-ske-common';
import { Card } from '../../components/Card';
import { BannerBelow, LiveBanner } from '../../components/LiveBanner';
import { Loading } from '../../components/Loading';
import { TABLE_HEIGHTS } from '../../components/ResourcesTable';
import { SomeHidden } from '../../components/SomeHidden';
import { useStyles } from '../../components/styles';
import { useLiveAllResources } from '../../hooks/useLive';
import { useNow } from '../../hooks/useNow';
import { useResourcesQuery } from '../../hooks/useResourcesQuery';
import { useT } from '../../translations/useT';
import { useRowOperations } from '../nextActions/useRowOperations';
import { OpenRequestList } from '../requests/OpenRequestList';
import { useMyRequests } from '../requests/useRequests';
import { MyResourcesTable } from './MyResourcesTable';
import { NothingRequested } from './NothingRequested';
import { requestsToShow } from './openRequests';

/** How often is looked at which requests take longer than usual. */
const LOOK_MS = 10_000;

/** One's own, with what needs attention first. */
const mine: ResourcesQuery = { ...firstResources, mine: true, sort: 'health' };

/**
 * Everything that somebody has asked for, or that a group of theirs owns, of all Promises.
 *
 * @param props.createHref - where something can be requested
 */
export function MyRequestsPage(props: { createHref: string }) {
  const t = useT();
  const classes = useStyles();
  const { createHref } = props;
  const [query, changeQuery] = useResourcesQuery(mine);
  const live = useLiveAllResources(query);
  const { state, shown: page, retryNow } = live;
  const operations = useRowOperations(live);
  const records = useMyRequests();
  const openRecords = requestsToShow(records ?? [], useNow(LOOK_MS));
  const known = page && records ? { page, records } : undefined;
  return (
    <main className={classes.padded}>
      <div className={classes.column}>
        <div className={classes.spread}>
          <Text as="h1" variant="title-medium" weight="bold">
            {t('myRequests.title')}
          </Text>
          <ButtonLink size="small" variant="primary" href={createHref}>
            {t('myRequests.request')}
          </ButtonLink>
        </div>
        {!known && <LiveBanner state={state} retryNow={retryNow} />}
        {!known && state.kind === 'connecting' && (
          <Loading what={t('myRequests.title')} heights={TABLE_HEIGHTS} />
        )}
        {known && openRecords.length > 0 && (
          <Card title={t('myRequests.onTheirWay')}>
            <OpenRequestList
              label={t('myRequests.onTheirWay')}
              records={openRecords}
            />
          </Card>
        )}
        {known && known.page.total === 0 && openRecords.length === 0 && (
          // The button is in the title's row.
          <NothingRequested />
        )}
        {known && known.page.total > 0 && (
          <Card title={t('promise.resources')} count={known.page.total}>
            <MyResourcesTable
              {...known}
              query={query}
              operations={operations}
              isLoading={state.kind === 'connecting'}
              onChange={changeQuery}
            />
          </Card>
        )}
        <SomeHidden denied={page?.denied} />
      </div>
      {known && <BannerBelow state={state} retryNow={retryNow} />}
    </main>
  );
}
