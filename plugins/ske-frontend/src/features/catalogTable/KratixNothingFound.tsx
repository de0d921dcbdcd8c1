import { useEntityList } from '@backstage/plugin-catalog-react';
import { Text } from '@backstage/ui';
import { NoPromises } from '../../components/NoPromises';
import { NothingFound } from '../../components/NothingFound';
import { useOfferings } from '../../hooks/useOfferings';
import { useT } from '../../translations/useT';
import { healthChoiceText } from '../../utils/healthChoice';
import type { KratixFilters } from './filters';
import { useKratixFilters } from './useKratixFilters';

const COMPONENT = 'component';
const PROMISE_TYPE = 'kratix-promise';

/**
 * Stands in the catalog's list where nothing was found: says what was looked for, and
 * leads back to all.
 */
export function KratixNothingFound() {
  const t = useT();
  const { healths, calls, chooseHealths, chooseCalls } = useKratixFilters();
  const wanted = [
    ...healths.map(value => healthChoiceText(t, value)),
    ...calls.map(() => t('list.pullRequest')),
  ];
  if (wanted.length === 0) return <NothingListed />;
  return (
    <NothingFound
      wanted={wanted}
      onShowAll={() => {
        chooseHealths([]);
        chooseCalls([]);
      }}
    />
  );
}

/** Where no filter of ours was chosen. */
function NothingListed() {
  const t = useT();
  const { filters } = useEntityList<KratixFilters>();
  const { value: offerings } = useOfferings();
  const couldListPromises =
    (filters.kind?.value ?? COMPONENT).toLocaleLowerCase('en-US') ===
      COMPONENT &&
    (filters.type?.getTypes() ?? [PROMISE_TYPE]).includes(PROMISE_TYPE);
  return couldListPromises && offerings?.length === 0 ? (
    <NoPromises reader="developer" />
  ) : (
    <Text>{t('list.nothing')}</Text>
  );
}
