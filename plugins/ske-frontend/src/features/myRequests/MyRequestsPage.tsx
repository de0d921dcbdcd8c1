import { useState } from 'react';
import { ButtonLink, Text, ToggleButton } from '@backstage/ui';
import {
  firstResources,
  type RequestRecord,
  type ResourcesPage,
  type ResourcesQuery,
} from '@syntasso/plugin-ske-common';
import { Card } from '../../components/Card';
import { HealthFilter } from '../../components/HealthFilter';
import { LiveBanner } from '../../components/LiveBanner';
import { Loading } from '../../components/Loading';
import { SearchInput } from '../../components/SearchInput';
import { useStyles } from '../../components/styles';
import { useLiveAllResources } from '../../hooks/useLive';
import { useNow } from '../../hooks/useNow';
import { useT } from '../../translations/useT';
import { useMyRequests } from '../requests/useRequests';
import { MyResourcesTable } from './MyResourcesTable';
import { Nothing } from './Nothing';
import { OpenRequests } from './OpenRequests';
import { requestsToTell } from './toldRequests';

/** Heights of a full page: a row for the titles and ten more. */
const ROWS = Array.from({ length: 11 }, () => 29);
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
  const [query, setQuery] = useState(mine);
  const { state, shown: page, retryNow } = useLiveAllResources(query);
  const records = useMyRequests();
  const toldRecords = requestsToTell(records ?? [], useNow(LOOK_MS));
  const change = (changes: Partial<ResourcesQuery>) =>
    setQuery(current => ({ ...current, offset: 0, ...changes }));
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
        <LiveBanner state={state} retryNow={retryNow} />
        {!known && state.kind === 'connecting' && (
          <Loading what={t('myRequests.title')} heights={ROWS} />
        )}
        {known && toldRecords.length > 0 && (
          <OpenRequests records={toldRecords} />
        )}
        {known && known.page.total === 0 && toldRecords.length === 0 && (
          <Nothing createHref={createHref} />
        )}
        {known && known.page.total > 0 && (
          <Resources
            {...known}
            query={query}
            isLoading={state.kind === 'connecting'}
            onChange={change}
          />
        )}
        {page?.denied && (
          <Text as="p" variant="body-small" color="secondary">
            {t('promise.someHidden', { message: page.denied })}
          </Text>
        )}
      </div>
    </main>
  );
}

function Resources(props: {
  page: ResourcesPage;
  records: RequestRecord[];
  query: ResourcesQuery;
  isLoading: boolean;
  onChange: (changes: Partial<ResourcesQuery>) => void;
}) {
  const t = useT();
  const classes = useStyles();
  const { page, query, onChange } = props;
  const { total, matching } = page;
  return (
    <Card
      title={
        <span className={classes.inline}>
          {t('promise.resources')}
          <Text color="secondary">{total}</Text>
        </span>
      }
    >
      <div className={classes.column}>
        <Filters page={page} query={query} onChange={onChange} />
        {matching < total && matching > 0 && (
          <Text role="status" variant="body-small" color="secondary">
            {t('promise.matching', { matching, total })}
          </Text>
        )}
        <MyResourcesTable {...props} />
      </div>
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
  return (
    <div className={classes.inline}>
      {(page.total > firstResources.limit || query.search !== '') && (
        <SearchInput
          label={t('myRequests.search')}
          sought={query.search}
          onChange={search => onChange({ search })}
        />
      )}
      <HealthFilter page={page} query={query} onChange={onChange} />
      <ToggleButton
        size="small"
        isSelected={query.requestedByMe}
        onChange={requestedByMe => onChange({ requestedByMe })}
      >
        {t('myRequests.filterByMe')}
      </ToggleButton>
    </div>
  );
}
