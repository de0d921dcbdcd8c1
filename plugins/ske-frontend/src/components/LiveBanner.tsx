import { Alert, Button } from '@backstage/ui';
import type { LiveState } from '../live/LiveStore';
import { useT } from '../translations/useT';
import { formatAgo, formatMoment } from '../utils/formatTime';
import { ErrorAlert } from './ErrorAlert';
import { useStyles } from './styles';
import { useNow } from '../hooks/useNow';

/** Says when what is shown is not the present: lost updates, gone, refused. */
export function LiveBanner(props: {
  state: LiveState<unknown>;
  retryNow: () => void;
}) {
  const t = useT();
  const { state, retryNow } = props;
  switch (state.kind) {
    case 'stale':
      return <StaleBanner state={state} retryNow={retryNow} />;
    case 'gone':
      return (
        <Alert
          role="status"
          status="warning"
          icon
          title={t('gone.title')}
          description={state.message}
        />
      );
    case 'live':
      return state.channel === 'poll' ? (
        <Alert
          role="status"
          status="info"
          icon
          title={t('stale.polling')}
          description={t('stale.pollingWhy')}
        />
      ) : null;
    case 'failed':
      return <ErrorAlert error={state.error} onRetry={retryNow} />;
    default:
      return null;
  }
}

/**
 * A {@link LiveBanner} below a view that stays shown, so that nothing moves when the banner
 * comes or goes. While the view is out of date, the banner stays in sight.
 */
export function BannerBelow(props: Parameters<typeof LiveBanner>[0]) {
  const classes = useStyles();
  const { kind } = props.state;
  const isOld = kind === 'stale' || kind === 'failed';
  return (
    <div className={isOld ? classes.inSight : classes.below}>
      <LiveBanner {...props} />
    </div>
  );
}

function StaleBanner(props: {
  state: Extract<LiveState<unknown>, { kind: 'stale' }>;
  retryNow: () => void;
}) {
  const t = useT();
  const now = useNow();
  const { since, reason, view } = props.state;
  const ago = formatAgo(now - Date.parse(since), t);
  return (
    <Alert
      role="alert"
      status="warning"
      icon
      title={t('stale.title', { ago })}
      description={
        view === undefined
          ? t('stale.nothing', { reason })
          : t('stale.shown', { time: formatMoment(since, t), reason })
      }
      customActions={
        <Button size="small" variant="secondary" onPress={props.retryNow}>
          {t('stale.retryNow')}
        </Button>
      }
    />
  );
}
