import { useEffect, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import {
  CatalogAutocomplete,
  catalogApiRef,
  EntityAutocompletePicker,
  useEntityList,
} from '@backstage/plugin-catalog-react';
import { annotations, type HealthState } from '@syntasso/plugin-ske-common';
import { useAsync } from '../../hooks/useAsync';
import { useT } from '../../translations/useT';
import {
  annotationPath,
  CALLS,
  KratixCallFilter,
  KratixHealthFilter,
  type Call,
  type KratixFilters as Filters,
} from './filters';

const HEALTH = annotationPath(annotations.health);

/**
 * Filters for the catalog's list: health, what needs attention, and open pull
 * requests. Nothing is shown in a catalog without anything of Kratix.
 *
 * @public
 */
export function KratixFilters() {
  const t = useT();
  const catalog = useApi(catalogApiRef);
  const healthLookup = useAsync(async () => {
    const { facets } = await catalog.getEntityFacets({ facets: [HEALTH] });
    return facets[HEALTH].length > 0;
  }, [catalog]);
  if (!healthLookup.value) return null;
  return (
    <>
      <EntityAutocompletePicker<Filters>
        label={t('list.health')}
        name="kratixHealth"
        path={HEALTH}
        showCounts
        Filter={KratixHealthFilter as never}
        getOptionLabel={state => t(`health.${state as HealthState}`)}
      />
      <CallPicker />
    </>
  );
}

function CallPicker() {
  const t = useT();
  const { updateFilters, queryParameters } = useEntityList<Filters>();
  const [chosenCalls, setChosenCalls] = useState<string[]>(() =>
    [queryParameters.kratixCall ?? []].flat(),
  );
  useEffect(() => {
    updateFilters({
      kratixCall:
        chosenCalls.length > 0 ? new KratixCallFilter(chosenCalls) : undefined,
    });
  }, [chosenCalls, updateFilters]);
  return (
    <CatalogAutocomplete<string, true>
      multiple
      disableCloseOnSelect
      label={t('list.calls')}
      name="kratix-calls-picker"
      options={Object.keys(CALLS)}
      value={chosenCalls}
      getOptionLabel={call => t(`list.${call as Call}`)}
      onChange={(_, values) => setChosenCalls(values)}
    />
  );
}
