import { useState } from 'react';
import { Text, ToggleButton } from '@backstage/ui';
import {
  firstResources,
  type OfferingView,
  type ResourcesPage,
  type ResourcesQuery,
} from '@syntasso/plugin-ske-common';
import { useLivePromise, useLiveResources } from '../../hooks/useLive';
import { Card } from '../../components/Card';
import { LiveBanner } from '../../components/LiveBanner';
import { Loading } from '../../components/Loading';
import { HealthFilter } from '../../components/HealthFilter';
import { SearchInput } from '../../components/SearchInput';
import { useStyles } from '../../components/styles';
import { RequestButton } from '../requestDialog/RequestButton';
import { PromiseResourcesTable } from './PromiseResourcesTable';
import { useT } from '../../translations/useT';

/** Heights of a full page: a row for the titles and ten more. */
const ROWS = Array.from({ length: 11 }, () => 29);

/** The Resources requested from a Promise: live, sortable, paged. */
export function ResourcesCard(props: { view: OfferingView }) {
  const t = useT();
  const classes = useStyles();
  const { view } = props;
  const { name } = view.ref;
  const [query, setQuery] = useState(firstResources);
  const { state, shown: page, retryNow } = useLiveResources(name, query);
  const change = (changes: Partial<ResourcesQuery>) =>
    setQuery(current => ({ ...current, offset: 0, ...changes }));
  // What is true of the whole page is said above it.
  const { state: ofPromise } = useLivePromise(name);
  if (!view.api) return null;
  return (
    <Card
      title={
        <span className={classes.inline}>
          {t('promise.resources')}
          {page && <Text color="secondary">{page.total}</Text>}
        </span>
      }
    >
      {ofPromise.kind === 'live' &&
        (state.kind === 'stale' || state.kind === 'failed') && (
          <LiveBanner state={state} retryNow={retryNow} />
        )}
      {!page && state.kind === 'connecting' && (
        <Loading what={t('promise.resources')} heights={ROWS} />
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
        <div className={classes.column}>
          <Filters page={page} query={query} onChange={change} />
          {page.matching < page.total && page.matching > 0 && (
            <Text role="status" variant="body-small" color="secondary">
              {t('promise.matching', {
                matching: page.matching,
                total: page.total,
              })}
            </Text>
          )}
          <PromiseResourcesTable
            page={page}
            query={query}
            isLoading={state.kind === 'connecting'}
            onChange={change}
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

function Filters(props: {
  page: ResourcesPage;
  query: ResourcesQuery;
  onChange: (changes: Partial<ResourcesQuery>) => void;
}) {
  const t = useT();
  const classes = useStyles();
  const { page, query, onChange } = props;
  const isLong = page.total > firstResources.limit;
  return (
    <div className={classes.inline}>
      {(isLong || query.search !== '') && (
        <SearchInput
          label={t('promise.search')}
          sought={query.search}
          onChange={search => onChange({ search })}
        />
      )}
      <HealthFilter page={page} query={query} onChange={onChange} />
      <ToggleButton
        size="small"
        isSelected={query.mine}
        onChange={mine => onChange({ mine })}
      >
        {t('promise.filterMine')}
      </ToggleButton>
    </div>
  );
}
