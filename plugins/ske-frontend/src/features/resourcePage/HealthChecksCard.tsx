import { Text } from '@backstage/ui';
import type { ResourceView } from '@syntasso/plugin-ske-common';
import { useBadgeStyles } from '../../components/HealthBadge';
import { Age } from '../../components/Age';
import { Card } from '../../components/Card';
import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';

const tones: Record<string, 'success' | 'warning' | 'danger'> = {
  healthy: 'success',
  ready: 'success',
  degraded: 'warning',
  unhealthy: 'danger',
};

/** What the checks of the running thing found, if there are any. */
export function HealthChecksCard(props: { view: ResourceView }) {
  const t = useT();
  const classes = useStyles();
  const badges = useBadgeStyles();
  const { healthRecords } = props.view;
  if (healthRecords.length === 0) return null;
  return (
    <Card title={t('resource.healthChecks')}>
      <ul className={classes.rows}>
        {healthRecords.map(record => (
          <li key={`${record.namespace}/${record.name}`}>
            <div className={classes.spread}>
              <Text weight="bold">{record.name}</Text>
              <span
                className={`${badges.badge} ${
                  badges[tones[record.state] ?? 'neutral']
                }`}
              >
                {record.state}
              </span>
            </div>
            {record.lastRun && (
              <Text variant="body-small" color="secondary">
                {t('resource.lastCheck')} <Age since={record.lastRun} />
              </Text>
            )}
            {record.details && (
              <pre className={classes.plainCode}>{record.details}</pre>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
