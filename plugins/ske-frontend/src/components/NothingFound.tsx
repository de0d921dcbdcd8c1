import { Button, Text } from '@backstage/ui';
import { useStyles } from './styles';
import { useT } from '../translations/useT';

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
