import { Text } from '@backstage/ui';
import { NothingFound } from '../../components/NothingFound';
import { useT } from '../../translations/useT';
import { healthChoiceText } from '../../utils/healthChoice';
import { useKratixFilters } from './useKratixFilters';

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
  if (wanted.length === 0) return <Text>{t('list.nothing')}</Text>;
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
