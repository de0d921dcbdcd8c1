import { ButtonLink, Text } from '@backstage/ui';
import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';

/** What to do where nothing was requested yet. */
export function NothingRequested(props: { createHref: string }) {
  const t = useT();
  const classes = useStyles();
  return (
    <div className={classes.column}>
      <Text>{t('myRequests.nothing')}</Text>
      <div>
        <ButtonLink size="small" variant="secondary" href={props.createHref}>
          {t('myRequests.request')}
        </ButtonLink>
      </div>
    </div>
  );
}
