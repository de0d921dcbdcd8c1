import { useCallback, useEffect, useState } from 'react';
import { Button, Text } from '@backstage/ui';
import type { WaitingRequests } from '@syntasso/plugin-ske-common';
import { useSkeApi } from '../../api/useSkeApi';
import { Card } from '../../components/Card';
import { ErrorAlert } from '../../components/ErrorAlert';
import { Loading } from '../../components/Loading';
import { useStyles } from '../../components/styles';
import { usePolled } from '../../hooks/usePolled';
import { useT } from '../../translations/useT';
import { OpenRequestList } from '../requests/OpenRequestList';

/** Reviews take a while, so this is enough. */
const EVERY_MS = 30_000;
const pauseAfter = () => EVERY_MS;

/** The pull requests of all people that wait for a review, page by page. */
export function WaitingCard() {
  const t = useT();
  const api = useSkeApi();
  /** The `after` of each page from the second one to the one that is shown. */
  const [starts, setStarts] = useState<string[]>([]);
  const after = starts.at(-1);
  const ask = useCallback(() => api.waitingRequests(after), [api, after]);
  const { value, error, retry } = usePolled(ask, pauseAfter);
  // While another page is asked for, the last one stays.
  const [last, setLast] = useState<WaitingRequests>();
  useEffect(() => {
    if (value) setLast(value);
  }, [value]);
  const shown = value ?? last;
  // A later page has become empty: back to the first one.
  const isOver = value?.items.length === 0 && !value.next && starts.length > 0;
  useEffect(() => {
    if (isOver) setStarts([]);
  }, [isOver]);
  const isOnlyPage = starts.length === 0 && shown?.more === 0;
  return (
    <Card
      title={t('overview.waiting')}
      count={isOnlyPage ? shown.items.length : undefined}
    >
      {!shown && !error && (
        <Loading what={t('overview.waiting')} heights={[22]} />
      )}
      {isOnlyPage && shown.items.length === 0 && (
        <Text as="p">{t('overview.noneWaiting')}</Text>
      )}
      {shown && shown.items.length > 0 && (
        <OpenRequestList
          label={t('overview.waiting')}
          records={shown.items}
          withRequester
        />
      )}
      {shown && !isOnlyPage && (
        <Pages
          more={shown.more}
          onNext={
            value?.next === undefined
              ? undefined
              : () => setStarts([...starts, value.next ?? ''])
          }
          onPrevious={
            starts.length === 0
              ? undefined
              : () => setStarts(starts.slice(0, -1))
          }
        />
      )}
      {error && <ErrorAlert error={error} onRetry={retry} />}
    </Card>
  );
}

/** How many requests follow, and the buttons to the next and the previous page. */
function Pages(props: {
  more: number;
  onNext: (() => void) | undefined;
  onPrevious: (() => void) | undefined;
}) {
  const t = useT();
  const classes = useStyles();
  const { more, onNext, onPrevious } = props;
  return (
    <div className={classes.spread}>
      <Text variant="body-small" color="secondary">
        {more > 0 && t('overview.moreWaiting', { count: more })}
      </Text>
      <span className={classes.inline}>
        <Button
          size="small"
          variant="secondary"
          isDisabled={!onPrevious}
          onPress={onPrevious}
        >
          {t('overview.previousWaiting')}
        </Button>
        <Button
          size="small"
          variant="secondary"
          isDisabled={!onNext}
          onPress={onNext}
        >
          {t('overview.nextWaiting')}
        </Button>
      </span>
    </div>
  );
}
