import { useCallback, useEffect } from 'react';
import { useEntityList } from '@backstage/plugin-catalog-react';
import { isHealthState } from '../../utils/entityHealth';
import { ATTENTION } from '../../utils/healthChoice';
import {
  KratixCallFilter,
  KratixHealthFilter,
  OPEN_PULL_REQUEST,
  type KratixFilters,
} from './filters';

/** What is chosen in our filters of the catalog's list. */
export function useKratixFilters() {
  const { filters, updateFilters } = useEntityList<KratixFilters>();
  const chooseHealths = useCallback(
    (values: string[]) =>
      updateFilters({
        kratixHealth:
          values.length > 0 ? new KratixHealthFilter(values) : undefined,
      }),
    [updateFilters],
  );
  const chooseCalls = useCallback(
    (values: string[]) =>
      updateFilters({
        kratixCall: values.length > 0 ? new KratixCallFilter() : undefined,
      }),
    [updateFilters],
  );
  return {
    healths: filters.kratixHealth?.values ?? [],
    calls: filters.kratixCall?.values ?? [],
    chooseHealths,
    chooseCalls,
  };
}

/** Chooses what the address says, once for each address. */
export function useFiltersOfAddress({
  chooseHealths,
  chooseCalls,
}: ReturnType<typeof useKratixFilters>) {
  const { queryParameters } = useEntityList<KratixFilters>();
  const givenHealths = [queryParameters.kratixHealth ?? []].flat();
  const givenCalls = [queryParameters.kratixCall ?? []].flat();
  useGiven(
    [
      // Older links have it there.
      ...(givenCalls.includes(ATTENTION) ? [ATTENTION] : []),
      ...givenHealths.filter(one => one === ATTENTION || isHealthState(one)),
    ],
    chooseHealths,
  );
  useGiven(
    givenCalls.filter(one => one === OPEN_PULL_REQUEST),
    chooseCalls,
  );
}

function useGiven(values: string[], choose: (values: string[]) => void) {
  const text = values.join();
  useEffect(() => {
    if (text !== '') choose(text.split(','));
  }, [text, choose]);
}
