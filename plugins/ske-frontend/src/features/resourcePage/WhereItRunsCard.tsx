import { Text } from '@backstage/ui';
import type {
  Health,
  Placement,
  ResourceView,
} from '@syntasso/plugin-ske-common';
import { useBadgeStyles } from '../../components/HealthBadge';
import { Age } from '../../components/Age';
import { Card } from '../../components/Card';
import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';

const tones: Record<
  Placement['state'],
  'success' | 'info' | 'warning' | 'danger' | 'neutral'
> = {
  unscheduled: 'warning',
  scheduling: 'info',
  writing: 'info',
  written: 'success',
  misplaced: 'warning',
  failing: 'danger',
  destinationNotReady: 'warning',
};

/** Characters of a version id that tell it from others, as in Git. */
const VERSION_SHOWN = 12;

/** The Destinations it was delivered to, and what was written there. */
export function WhereItRunsCard(props: { view: ResourceView }) {
  const t = useT();
  const classes = useStyles();
  const badges = useBadgeStyles();
  const { deliveries, deliveriesHidden, health, source } = props.view;
  // Only a cluster tells.
  if (source !== 'cluster') return null;
  if (deliveries.length === 0 && notYet(health)) return null;
  return (
    <Card title={t('resource.whereItRuns')}>
      {deliveries.length === 0 && (
        <Text color="secondary">
          {t(deliveriesHidden ? 'resource.hidden' : 'resource.nothingSent')}
        </Text>
      )}
      <ul className={classes.rows}>
        {deliveries.map(delivery => (
          <li key={`${delivery.work} ${delivery.destination}`}>
            <div className={classes.spread}>
              <Text weight="bold">
                {delivery.destination ?? t('resource.nowhere')}
              </Text>
              <span
                className={`${badges.badge} ${badges[tones[delivery.state]]}`}
              >
                {t(`resource.delivery.${delivery.state}`)}
              </span>
            </div>
            <Text variant="body-small" color="secondary">
              {delivery.files.length === 1
                ? t('resource.file')
                : t('resource.files', { count: delivery.files.length })}
              {delivery.since && (
                <>
                  {' · '}
                  <Age since={delivery.since} />
                </>
              )}
            </Text>
            {delivery.versionId && (
              <Text
                as="p"
                variant="body-small"
                color="secondary"
                title={delivery.versionId}
              >
                {t('resource.versionId', {
                  id: delivery.versionId.slice(0, VERSION_SHOWN),
                })}
              </Text>
            )}
            {delivery.message && (
              <div>
                <Text variant="body-small" weight="bold">
                  {delivery.message}
                </Text>
              </div>
            )}
            <ul className={`${classes.plainList} ${classes.mono}`}>
              {delivery.files.map(file => (
                <li key={file}>{file}</li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Card>
  );
}

const notYet = (health: Health) =>
  ['pending', 'progressing', 'paused', 'failed'].includes(health.state);
