import { Button, Text } from '@backstage/ui';
import type { ResourcesQuery } from '@syntasso/plugin-ske-common';
import { useStyles } from './styles';
import { useT, type T } from '../translations/useT';

/** A list in which filters find nothing: what was looked for, and the way to all of it. */
export function NothingFound(
  props: {
    onShowAll: () => void;
  } & (
    | {
        /** The filters, each in words. */
        wanted: string[];
      }
    | { text: string }
  ),
) {
  const t = useT();
  const classes = useStyles();
  return (
    <div className={classes.inline}>
      <Text role="status">
        {'text' in props
          ? props.text
          : t('list.nothingFound', { wanted: props.wanted.join(', ') })}
      </Text>
      <Button size="small" variant="secondary" onPress={props.onShowAll}>
        {t('list.showAll')}
      </Button>
    </div>
  );
}

/** Takes all filters of a query away. */
export const NO_FILTER: Partial<ResourcesQuery> = {
  search: '',
  mine: false,
  requestedByMe: false,
  attention: false,
  health: undefined,
};

/** The filters of a query, each in words. */
export function filterWords(query: ResourcesQuery, t: T): string[] {
  return [
    ...(query.attention ? [t('list.attention')] : []),
    ...(query.health ? [t(`health.${query.health}`)] : []),
    ...(query.mine ? [t('promise.filterMine')] : []),
    ...(query.requestedByMe ? [t('myRequests.filterByMe')] : []),
    ...(query.search ? [query.search] : []),
  ];
}
