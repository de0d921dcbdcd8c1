import { Text } from '@backstage/ui';
import { Loading } from '../../components/Loading';
import { ErrorAlert } from '../../components/ErrorAlert';
import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';
import { HealthCards } from './HealthCards';
import { usePlatformHealth } from './usePlatformHealth';

/** For platform engineers: how the platform is reached, and what is lacking. */
export function HealthPage() {
  const t = useT();
  const classes = useStyles();
  const { value, error, retry } = usePlatformHealth();
  return (
    <main className={classes.padded}>
      <div className={classes.column}>
        <Text as="h1" variant="title-medium" weight="bold">
          {t('platform.title')}
        </Text>
        {error && <ErrorAlert error={error} onRetry={retry} />}
        {!value && !error && (
          <Loading what={t('platform.title')} heights={[160, 200, 300]} />
        )}
        {value && <HealthCards health={value} onRefresh={retry} />}
      </div>
    </main>
  );
}
