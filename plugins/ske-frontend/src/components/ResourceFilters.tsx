import { Text, ToggleButton } from '@backstage/ui';
import {
  firstResources,
  type ResourcesPage,
  type ResourcesQuery,
} from '@syntasso/plugin-ske-common';
import { useT, type MessageKey, type T } from '../translations/useT';
import { ATTENTION, healthChoiceText } from '../utils/healthChoice';
import { HealthFilter } from './HealthFilter';
import { SearchInput } from './SearchInput';
import { useStyles } from './styles';

/** Filters that are on or off, by whose the Resources are. */
const TOGGLES: Record<'mine' | 'requestedByMe', MessageKey> = {
  mine: 'promise.filterMine',
  requestedByMe: 'myRequests.filterByMe',
};

/** Takes all filters of a query away. */
export const NO_FILTER: Partial<ResourcesQuery> = {
  search: '',
  mine: false,
  requestedByMe: false,
  attention: false,
  health: undefined,
};

/** The filters of a query, each in words. */
export const filterWords = (query: ResourcesQuery, t: T): string[] => [
  ...(query.attention ? [healthChoiceText(t, ATTENTION)] : []),
  ...(query.health ? [healthChoiceText(t, query.health)] : []),
  ...(query.mine ? [t(TOGGLES.mine)] : []),
  ...(query.requestedByMe ? [t(TOGGLES.requestedByMe)] : []),
  ...(query.search ? [query.search] : []),
];

/** What of a table of Resources is shown, and how many that are. */
export function ResourceFilters(props: {
  page: ResourcesPage;
  query: ResourcesQuery;
  /** What the search looks at, in words. */
  searchLabel: string;
  toggle: keyof typeof TOGGLES;
  onChange: (changes: Partial<ResourcesQuery>) => void;
}) {
  const t = useT();
  const classes = useStyles();
  const { page, query, searchLabel, toggle, onChange } = props;
  const { matching, total } = page;
  return (
    <>
      <div className={classes.inline}>
        {(total > firstResources.limit || query.search !== '') && (
          <SearchInput
            label={searchLabel}
            sought={query.search}
            onChange={search => onChange({ search })}
          />
        )}
        <HealthFilter page={page} query={query} onChange={onChange} />
        <ToggleButton
          size="small"
          isSelected={query[toggle]}
          onChange={isOn =>
            onChange(
              toggle === 'mine' ? { mine: isOn } : { requestedByMe: isOn },
            )
          }
        >
          {t(TOGGLES[toggle])}
        </ToggleButton>
      </div>
      {matching < total && matching > 0 && (
        <Text role="status" variant="body-small" color="secondary">
          {t('promise.matching', { matching, total })}
        </Text>
      )}
    </>
  );
}
