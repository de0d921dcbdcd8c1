import { Select } from '@backstage/ui';
import type {
  ResourcesPage,
  ResourcesQuery,
} from '@syntasso/plugin-ske-common';
import { useT } from '../translations/useT';
import { statesByUrgency } from '../utils/entityHealth';
import { ATTENTION, healthChoiceText } from '../utils/healthChoice';

const ALL = 'all';

/** Which Resources a table shows: those that need attention, or have a state. */
export function HealthFilter(props: {
  page: ResourcesPage;
  query: ResourcesQuery;
  onChange: (changes: Partial<ResourcesQuery>) => void;
}) {
  const t = useT();
  const { page, query, onChange } = props;
  const states = statesByUrgency.filter(
    state => page.byHealth[state] || query.health === state,
  );
  const counted = (choice: string, count = 0) =>
    t('list.counted', { word: healthChoiceText(t, choice), count });
  return (
    <Select
      size="small"
      aria-label={t('promise.filterHealth')}
      options={[
        { value: ALL, label: t('promise.allHealths') },
        { value: ATTENTION, label: counted(ATTENTION, page.attention) },
        ...states.map(state => ({
          value: state,
          label: counted(state, page.byHealth[state]),
        })),
      ]}
      value={query.attention ? ATTENTION : query.health ?? ALL}
      onChange={key =>
        onChange({
          attention: key === ATTENTION,
          health: states.find(state => state === key),
        })
      }
    />
  );
}
