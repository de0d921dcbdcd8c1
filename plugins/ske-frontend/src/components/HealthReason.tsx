import type { Health, ResourceView } from '@syntasso/plugin-ske-common';
import { useNow } from '../hooks/useNow';
import { useT } from '../translations/useT';
import { pipelineInWords, reasonText } from '../utils/reasonText';
import { formatLasting } from '../utils/formatTime';

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
  const { reason } = health;
  switch (reason.code) {
    case 'promiseUnavailable':
      return (
        <>
          {promise
            ? t('waitsForPromise', {
                name: promise.name,
                reason: reasonText(t, promise.health.reason),
              })
            : reasonText(t, reason)}
        </>
      );
    case 'noStatus':
      return <NoStatusReason health={health} />;
    case 'deletionRuns':
      return <DeletionReason health={health} />;
    default:
      return <>{reasonText(t, reason)}</>;
  }
}

/** Says how long a deletion has taken, and what it is at. */
function DeletionReason(props: { health: Health }) {
  const t = useT();
  const now = useNow();
  const { reason, since } = props.health;
  const age = now - Date.parse(since ?? '');
  return (
    <>
      {reason.code === 'deletionRuns' && !Number.isNaN(age)
        ? t('deletingFor', {
            lasting: formatLasting(age, t),
            pipeline: pipelineInWords(reason.values.pipeline),
          })
        : reasonText(t, reason)}
    </>
  );
}

/** Looks at the time as long as nobody answers. */
function NoStatusReason(props: { health: Health }) {
  const t = useT();
  const now = useNow();
  const { reason, since } = props.health;
  const age = now - Date.parse(since ?? '');
  return age > SILENT_AFTER_MS ? (
    <>{t('silent', { lasting: formatLasting(age, t) })}</>
  ) : (
    <>{reasonText(t, reason)}</>
  );
}
