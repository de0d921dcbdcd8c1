import { Link, Text } from '@backstage/ui';
import { Code } from './Code';
import { CopyButton } from './CopyButton';
import { useStyles } from './styles';
import { useT } from '../translations/useT';

const MARKETPLACE = 'https://docs.kratix.io/marketplace';
const INSTALL =
  'kubectl apply -f https://raw.githubusercontent.com/syntasso/kratix-marketplace/main/redis/promise.yaml';

/**
 * Stands where Promises would be, and there are none: says what comes next.
 *
 * @param props.reader - a developer cannot install one, and has to ask
 */
export function NoPromises(props: {
  reader: 'developer' | 'platformEngineer';
}) {
  const t = useT();
  const classes = useStyles();
  if (props.reader === 'developer') {
    return (
      <Text as="p" role="status">
        {t('noPromises.developer')}
      </Text>
    );
  }
  return (
    <div className={classes.column}>
      <div className={classes.spread}>
        <Text as="p">{t('noPromises.platformEngineer')}</Text>
        <CopyButton withText text={INSTALL} label={t('noPromises.command')} />
      </div>
      <Code label={t('noPromises.command')}>{INSTALL}</Code>
      <Text as="p">
        <Link href={MARKETPLACE} target="_blank">
          {t('noPromises.marketplace')}
        </Link>
      </Text>
    </div>
  );
}
