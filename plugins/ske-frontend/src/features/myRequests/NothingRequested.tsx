import { ButtonLink, Text } from '@backstage/ui';
import { NoPromises } from '../../components/NoPromises';
import { useStyles } from '../../components/styles';
import { useOfferings } from '../../hooks/useOfferings';
import { useT } from '../../translations/useT';

/**
 * What to do where nothing was requested yet.
 *
 * @param props.createHref - where something can be requested; undefined where the button
 *   is already elsewhere
 */
export function NothingRequested(props: { createHref?: string }) {
  const t = useT();
  const classes = useStyles();
  const { createHref } = props;
  const { value: offerings } = useOfferings();
  if (offerings?.length === 0) return <NoPromises reader="developer" />;
  return (
    <div className={classes.column}>
      <Text as="p">{t('myRequests.nothing')}</Text>
      {createHref !== undefined && (
        <div>
          <ButtonLink size="small" variant="secondary" href={createHref}>
            {t('myRequests.request')}
          </ButtonLink>
        </div>
      )}
    </div>
  );
}
