import { useApi } from '@backstage/core-plugin-api';
import {
  CatalogAutocomplete,
  catalogApiRef,
  useEntityList,
} from '@backstage/plugin-catalog-react';
import { useAsync } from '../../hooks/useAsync';
import { useT } from '../../translations/useT';
import { statesByUrgency } from '../../utils/entityHealth';
import { ATTENTION, healthChoiceText } from '../../utils/healthChoice';
import {
  HEALTH,
  KratixHealthFilter,
  OPEN_PULL_REQUEST,
  type KratixFilters as Filters,
} from './filters';
import { useFiltersOfAddress, useKratixFilters } from './useKratixFilters';

/**
 * Filters for the catalog's list: health, with what needs attention, and open pull
 * requests. Nothing is shown in a catalog without anything of Kratix, and among what is
 * no Component.
 */
export function KratixFilters() {
  const { filters } = useEntityList<Filters>();
  const chosen = useKratixFilters();
  useFiltersOfAddress(chosen);
  const counts = useHealthCounts();
  const kind = filters.kind?.value.toLocaleLowerCase('en-US');
  const isComponents = [undefined, 'component', 'all'].includes(kind);
  if (!isComponents || !counts || counts.size === 0) return null;
  return (
    <>
      <HealthPicker
        counts={counts}
        values={chosen.healths}
        onChange={chosen.chooseHealths}
      />
      <CallPicker values={chosen.calls} onChange={chosen.chooseCalls} />
    </>
  );
}

/** How many entities have each state, and need attention. */
function useHealthCounts(): Map<string, number> | undefined {
  const catalog = useApi(catalogApiRef);
  const lookup = useAsync(async () => {
    const [byState, urgent] = await Promise.all([
      catalog.getEntityFacets({ facets: [HEALTH] }),
      catalog.getEntityFacets({
        facets: ['kind'],
        query: new KratixHealthFilter([ATTENTION]).getCatalogQuery(),
      }),
    ]);
    const counts = new Map(
      byState.facets[HEALTH].map(({ value, count }) => [value, count]),
    );
    const sum = urgent.facets.kind.reduce((all, { count }) => all + count, 0);
    return sum > 0 ? counts.set(ATTENTION, sum) : counts;
  }, [catalog]);
  return lookup.value;
}

function HealthPicker(props: {
  counts: Map<string, number>;
  values: string[];
  onChange: (values: string[]) => void;
}) {
  const t = useT();
  const { counts, values, onChange } = props;
  return (
    <CatalogAutocomplete<string, true>
      multiple
      disableCloseOnSelect
      label={t('list.health')}
      name="kratix-health-picker"
      options={[
        ATTENTION,
        ...statesByUrgency.filter(
          state => counts.has(state) || values.includes(state),
        ),
      ]}
      value={values}
      getOptionLabel={value => healthChoiceText(t, value)}
      renderOption={value =>
        t('list.counted', {
          word: healthChoiceText(t, value),
          count: counts.get(value) ?? 0,
        })
      }
      onChange={(_, chosen) => onChange(chosen)}
    />
  );
}

function CallPicker(props: {
  values: string[];
  onChange: (values: string[]) => void;
}) {
  const t = useT();
  return (
    <CatalogAutocomplete<string, true>
      multiple
      label={t('list.calls')}
      name="kratix-calls-picker"
      options={[OPEN_PULL_REQUEST]}
      value={props.values}
      getOptionLabel={() => t('list.pullRequest')}
      onChange={(_, chosen) => props.onChange(chosen)}
    />
  );
}
