import { useEffect, useState } from 'react';
import useInterval from 'react-use/lib/useInterval';
import { Text } from '@backstage/ui';
import type { WaitingRequests } from '@syntasso/plugin-ske-common';
import { useSkeApi } from '../../api/useSkeApi';
import { Card } from '../../components/Card';
import { ErrorAlert } from '../../components/ErrorAlert';
import { Loading } from '../../components/Loading';
import { useAsync } from '../../hooks/useAsync';
import { useT } from '../../translations/useT';
import { OpenRequestList } from '../requests/OpenRequestList';

/** How often it is asked: reviews take a while. */
const EVERY_MS = 30_000;

/** The pull requests of all people that wait for a review. */
export function WaitingCard() {
  const t = useT();
  const api = useSkeApi();
  const { value, error, retry } = useAsync(() => api.waitingRequests(), [api]);
  useInterval(retry, EVERY_MS);
  // While it is asked again the last answer stays.
  const [last, setLast] = useState<WaitingRequests>();
  useEffect(() => {
    if (value) setLast(value);
  }, [value]);
  const shown = value ?? last;
  return (
    <Card title={t('overview.waiting')} count={shown?.items.length}>
      {!shown && !error && (
        <Loading what={t('overview.waiting')} heights={[22]} />
      )}
      {shown?.items.length === 0 && (
        <Text as="p">{t('overview.noneWaiting')}</Text>
      )}
      {shown && shown.items.length > 0 && (
        <OpenRequestList
          label={t('overview.waiting')}
          records={shown.items}
          withRequester
        />
      )}
      {shown?.more && (
        <Text as="p" variant="body-small" color="secondary">
          {t('overview.moreWaiting')}
        </Text>
      )}
      {error && <ErrorAlert error={error} onRetry={retry} />}
    </Card>
  );
}
