import { Text } from '@backstage/ui';
import { useSkeApi } from '../../api/useSkeApi';
import { Loading } from '../../components/Loading';
import { ErrorAlert } from '../../components/ErrorAlert';
import { useStyles } from '../../components/styles';
import { useAsync } from '../../hooks/useAsync';
import { useT } from '../../translations/useT';
import { HealthCards } from './HealthCards';

/** For platform engineers: how the platform is reached, and what is lacking. */
export function HealthPage() {
  const t = useT();
  const classes = useStyles();
  const api = useSkeApi();
  const { value, error, retry } = useAsync(() => api.health(), [api]);
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
