import type { Health, ResourceView } from '@syntasso/plugin-ske-common';
import { useNow } from '../hooks/useNow';
import { useT } from '../translations/useT';
import { reasonText } from '../utils/reasonText';
import { formatAge } from '../utils/formatTime';

/** Kratix writes a status within seconds. */
const SILENT_AFTER_MS = 60_000;

/**
 * Why something has its health: of what waits for its Promise also the Promise's own
 * reason, and what to check where Kratix does not answer.
 */
export function HealthReason(props: {
  health: Health;
  promise?: Pick<NonNullable<ResourceView['promise']>, 'name' | 'health'>;
}) {
  const t = useT();
  const { health, promise } = props;
  const reason = reasonText(t, health.reason);
  if (health.reason.code === 'promiseUnavailable' && promise) {
    const { name, health: promiseHealth } = promise;
    const why = reasonText(t, promiseHealth.reason);
    return <>{t('waitsForPromise', { name, reason: why })}</>;
  }
  return health.reason.code === 'noStatus' ? (
    <NoStatusReason health={health} />
  ) : (
    <>{reason}</>
  );
}

/** Looks at the time as long as nobody answers. */
function NoStatusReason(props: { health: Health }) {
  const t = useT();
  const now = useNow();
  const { reason, since } = props.health;
  const age = now - Date.parse(since ?? '');
  return age > SILENT_AFTER_MS ? (
    <>{t('silent', { age: formatAge(age) })}</>
  ) : (
    <>{reasonText(t, reason)}</>
  );
}
