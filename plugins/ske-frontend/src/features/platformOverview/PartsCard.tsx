import { Text } from '@backstage/ui';
import type {
  HealthState,
  PlatformOverview,
  PlatformPart,
  PlatformParts,
} from '@syntasso/plugin-ske-common';
import { Age } from '../../components/Age';
import { Card } from '../../components/Card';
import { HealthWord } from '../../components/HealthBadge';
import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';
import { storeText } from '../../utils/reasonText';

const roles = ['controller', 'destination', 'stateStore'] as const;

const states: Record<PlatformPart['health'], HealthState> = {
  ready: 'ready',
  notReady: 'degraded',
  unknown: 'unknown',
};

/** Whether Kratix runs, where it delivers to, and what is stored where. */
export function PartsCard(props: { parts: PlatformOverview['parts'] }) {
  const t = useT();
  const classes = useStyles();
  return (
    <Card title={t('overview.parts')}>
      <div className={classes.column}>
        {roles.map(role => {
          const parts = props.parts.filter(part => part.role === role);
          return parts.length > 0 ? (
            <PartsOfRole key={role} role={role} parts={parts} />
          ) : null;
        })}
      </div>
    </Card>
  );
}

function PartsOfRole(props: {
  role: PlatformParts['role'];
  parts: PlatformParts[];
}) {
  const t = useT();
  const classes = useStyles();
  const { role, parts } = props;
  const label = t(`overview.role.${role}`);
  const seenParts = parts.flatMap(({ seen }) =>
    seen.state === 'seen' ? [seen] : [],
  );
  const items = seenParts.flatMap(seen => seen.items);
  const total = seenParts.reduce((sum, seen) => sum + seen.total, 0);
  // That a platform lacks one of several kinds is no news.
  const hidden = parts.filter(
    ({ seen }) =>
      seen.state !== 'seen' &&
      (seen.state !== 'absent' || seenParts.length === 0),
  );
  return (
    <div>
      <Text weight="bold">{label}</Text>
      {items.length > 0 && (
        <ul className={classes.rows} aria-label={label}>
          {items.map(item => (
            <li key={`${item.kind} ${item.name}`}>
              <PartRow part={item} role={role} />
            </li>
          ))}
        </ul>
      )}
      {total > items.length && (
        <Text as="p" variant="body-small" color="secondary">
          {t('overview.moreParts', { count: total - items.length })}
        </Text>
      )}
      {items.length === 0 && seenParts.length > 0 && hidden.length === 0 && (
        <Text as="p" variant="body-small" color="secondary">
          {t(`overview.noneOf.${role}`)}
        </Text>
      )}
      {hidden.map(part => (
        <HiddenParts key={part.resource} parts={part} />
      ))}
    </div>
  );
}

function PartRow(props: { part: PlatformPart; role: PlatformParts['role'] }) {
  const t = useT();
  const classes = useStyles();
  const { part, role } = props;
  const { health, kind, message, name, reason, since, storedIn } = part;
  const why = message ? storeText(t, message) : reason;
  return (
    <>
      <div className={classes.spread}>
        <span className={classes.inline}>
          <Text>{name}</Text>
          <HealthWord state={states[health]} hint={message || reason} />
        </span>
        <Text variant="body-small" color="secondary">
          {role === 'stateStore' && kind}
          {storedIn &&
            t('overview.storedIn', {
              kind: storedIn.kind,
              name: storedIn.name,
            })}
        </Text>
      </div>
      {health === 'notReady' && (
        <Text as="p" variant="body-small" color="secondary">
          {why}
          {since && (
            <>
              {' '}
              (<Age since={since} form="lasting" />)
            </>
          )}
        </Text>
      )}
    </>
  );
}

/** Why nothing is shown of a kind, and what to do about it. */
function HiddenParts(props: { parts: PlatformParts }) {
  const t = useT();
  const { namespace, resource, seen } = props.parts;
  if (seen.state === 'seen') return null;
  const reason = seen.reason ?? '';
  const text =
    seen.state === 'denied' && namespace !== undefined
      ? t('overview.deniedIn', { resource, namespace })
      : t(`overview.unseen.${seen.state}`, { resource, reason });
  return (
    <Text as="p" variant="body-small" color="secondary">
      {text}
    </Text>
  );
}
