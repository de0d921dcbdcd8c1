import { Text } from '@backstage/ui';
import type { WatchHealth } from '@syntasso/plugin-ske-common';
import { useBadgeStyles } from '../../components/HealthBadge';
import { Age } from '../../components/Age';
import { Card } from '../../components/Card';
import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';

const tones: Record<
  WatchHealth['state'],
  'success' | 'info' | 'warning' | 'danger' | 'neutral'
> = {
  starting: 'info',
  live: 'success',
  absent: 'warning',
  denied: 'danger',
  stale: 'danger',
  idle: 'neutral',
};

/** The shared watches, those in trouble first. */
export function WatchesCard(props: { watches: WatchHealth[] }) {
  const t = useT();
  const classes = useStyles();
  const badges = useBadgeStyles();
  const { watches } = props;
  return (
    <Card title={t('platform.watches')} count={watches.length}>
      {watches.length === 0 && (
        <Text color="secondary">{t('platform.noWatches')}</Text>
      )}
      <ul className={classes.rows} aria-label={t('platform.watches')}>
        {watches.map(watch => (
          <li key={`${watch.group} ${watch.resource} ${watch.scope}`}>
            <div className={classes.spread}>
              <Text weight="bold">
                {watch.resource}
                {watch.group && `.${watch.group}`}
              </Text>
              <span className={`${badges.badge} ${badges[tones[watch.state]]}`}>
                {t(`platform.watchIs.${watch.state}`)}
              </span>
            </div>
            <Text variant="body-small" color="secondary">
              {watch.scope} · {t('platform.objects', { count: watch.objects })}{' '}
              · {t('platform.listeners', { count: watch.listeners })} ·{' '}
              <Age since={watch.since} form="lasting" />
            </Text>
            {troubleOf(watch) && (
              <Text as="p" variant="body-small">
                {troubleOf(watch)}
              </Text>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** An error that is over is no news where all is well. */
const troubleOf = ({ state, reason, lastError }: WatchHealth) =>
  reason ?? (state === 'live' || state === 'idle' ? undefined : lastError);
