import { Text } from '@backstage/ui';
import type { HealthRecord, ResourceView } from '@syntasso/plugin-ske-common';
import { useBadgeStyles } from '../../components/HealthBadge';
import { Age } from '../../components/Age';
import { Card } from '../../components/Card';
import { useStyles } from '../../components/styles';
import { useNow } from '../../hooks/useNow';
import { useT } from '../../translations/useT';

const tones: Record<string, 'success' | 'warning' | 'danger'> = {
  healthy: 'success',
  ready: 'success',
  degraded: 'warning',
  unhealthy: 'danger',
};

/** A check that is older may tell of what is not so any more. */
const OLD_AFTER_MS = 24 * 60 * 60_000;

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
              <CheckTime lastRun={record.lastRun} by={record.outdatedBy} />
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

/** When it was checked, and whether what it found may be outdated. */
function CheckTime(props: { lastRun: string; by: HealthRecord['outdatedBy'] }) {
  const t = useT();
  const now = useNow(60_000);
  const { lastRun, by } = props;
  const isOld = now - Date.parse(lastRun) > OLD_AFTER_MS;
  return (
    <>
      <Text variant="body-small" color="secondary">
        {t('resource.lastCheck')} <Age since={lastRun} />
        {isOld && !by && `, ${t('resource.mayBeOutdated')}`}
      </Text>
      {by && (
        <Text as="p" variant="body-small" weight="bold">
          {t(`resource.checkedBefore.${by}`)}
        </Text>
      )}
    </>
  );
}
