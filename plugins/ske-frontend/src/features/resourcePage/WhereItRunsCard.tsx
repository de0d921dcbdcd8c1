import { Text } from '@backstage/ui';
import type {
  Health,
  Placement,
  ResourceView,
} from '@syntasso/plugin-ske-common';
import { useBadgeStyles } from '../../components/HealthBadge';
import { Age } from '../../components/Age';
import { Card } from '../../components/Card';
import { CopyButton } from '../../components/CopyButton';
import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';
import { storeText } from '../../utils/reasonText';

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
  const { placements, placementsHidden, health, source } = props.view;
  // Only a cluster tells.
  if (source !== 'cluster') return null;
  if (placements.length === 0 && notYet(health)) return null;
  return (
    <Card title={t('resource.whereItRuns')}>
      {placements.length === 0 && (
        <Text color="secondary">
          {t(placementsHidden ? 'resource.hidden' : 'resource.nothingSent')}
        </Text>
      )}
      <ul className={classes.rows}>
        {placements.map(placement => (
          <li key={`${placement.work} ${placement.destination}`}>
            <div className={classes.spread}>
              <Text weight="bold">
                {placement.destination ?? t('resource.nowhere')}
              </Text>
              <span
                className={`${badges.badge} ${badges[tones[placement.state]]}`}
              >
                {t(`resource.placement.${placement.state}`)}
              </span>
            </div>
            <Text variant="body-small" color="secondary">
              {placement.files.length === 1
                ? t('resource.file')
                : t('resource.files', { count: placement.files.length })}
              {placement.since && (
                <>
                  {' · '}
                  <Age since={placement.since} />
                </>
              )}
            </Text>
            {placement.versionId && (
              <Text
                as="p"
                variant="body-small"
                color="secondary"
                title={placement.versionId}
              >
                {t('resource.versionId', {
                  id: placement.versionId.slice(0, VERSION_SHOWN),
                })}
              </Text>
            )}
            {placement.message && <StoreMessage message={placement.message} />}
            <ul className={`${classes.plainList} ${classes.mono}`}>
              {placement.files.map(file => (
                <li key={file}>{file}</li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** What the state store says, in a few words; all of it one click deeper. */
function StoreMessage(props: { message: string }) {
  const t = useT();
  const classes = useStyles();
  const { message } = props;
  const text = storeText(t, message);
  return (
    <div>
      <Text as="p" variant="body-small" weight="bold">
        {text}
      </Text>
      {text !== message && (
        <details>
          <summary>{t('common.details')}</summary>
          <pre className={classes.plainCode}>{message}</pre>
          <CopyButton text={message} label={t('common.details')} />
        </details>
      )}
    </div>
  );
}

const notYet = (health: Health) =>
  ['pending', 'progressing', 'paused', 'failed'].includes(health.state);
