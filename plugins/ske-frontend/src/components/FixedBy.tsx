import { Text } from '@backstage/ui';
import {
  fixerOf,
  type Health,
  type HealthReasonCode,
  type HealthState,
  type ResourceView,
} from '@syntasso/plugin-ske-common';
import { useT } from '../translations/useT';
import { goesWell } from '../utils/entityHealth';

/** States in which people wonder whether it goes on by itself. */
const WAITING: ReadonlySet<HealthState> = new Set([
  'pending',
  'paused',
  'deleting',
]);

/** Reasons whose own text says who can do something. */
const NAME_THE_FIXER: ReadonlySet<HealthReasonCode> = new Set([
  'noStatus',
  'paused',
  'pausedByPromise',
  'deletionPaused',
  'apiClusterScoped',
]);

/**
 * Who can do something about a health, in one sentence; nothing where there is nothing to
 * do. Of what waits for its Promise, who can do something about that.
 */
export function FixedBy(props: {
  health: Health;
  of: 'offering' | 'resource';
  promise?: Pick<NonNullable<ResourceView['promise']>, 'health'>;
}) {
  const t = useT();
  const { health, of, promise } = props;
  const { reason, state } = health;
  if (goesWell(state) || NAME_THE_FIXER.has(reason.code)) return null;
  const fixer =
    reason.code === 'promiseUnavailable' && promise
      ? fixerOf(promise.health.reason, 'offering')
      : fixerOf(reason, of);
  if (fixer === 'nobody' && !WAITING.has(state)) return null;
  return (
    <Text as="p" variant="body-small" color="secondary">
      {t(`fixedBy.${fixer}`)}
    </Text>
  );
}
