import type { ReactNode } from 'react';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { identify, type HealthState } from '@syntasso/plugin-ske-common';
import { KeptRoom, type UsualHeight } from '../../components/KeptRoom';
import { healthStateOf } from '../../utils/entityHealth';

/** What decides how much a status card says. */
type Amount = 'ready' | 'deleting' | 'other';

/** Usual heights of the whole card, rather too high than too low. */
const USUAL: Record<'promise' | 'resource', Record<Amount, UsualHeight>> = {
  promise: {
    ready: { narrow: 180, wide: 140 },
    deleting: { narrow: 340, wide: 260 },
    other: { narrow: 340, wide: 260 },
  },
  resource: {
    ready: { narrow: 180, wide: 140 },
    // With the list of what holds the deletion.
    deleting: { narrow: 640, wide: 440 },
    other: { narrow: 560, wide: 330 },
  },
};

const amountOf = (state: HealthState): Amount =>
  state === 'ready' || state === 'deleting' ? state : 'other';

/**
 * Keeps room for the status card of the entity, also while its code is loading. How high
 * depends on the health that the catalog has.
 */
export function StatusRoom(props: { children: ReactNode }) {
  const { entity } = useEntity();
  const { kind } = identify(entity);
  if (kind !== 'promise' && kind !== 'resource') return <>{props.children}</>;
  const state = healthStateOf(entity) ?? 'ready';
  return (
    <KeptRoom
      // Another entity's card begins anew.
      key={stringifyEntityRef(entity)}
      name={`status-${kind}`}
      expected={state}
      usual={USUAL[kind][amountOf(state)]}
    >
      {props.children}
    </KeptRoom>
  );
}
