import type { ResourcesPage } from '@syntasso/plugin-ske-common';
import { statesByUrgency } from '../utils/entityHealth';
import { HealthCount } from './HealthBadge';

/** How many have which state, the worst first. */
export function HealthCounts(props: { byHealth: ResourcesPage['byHealth'] }) {
  return (
    <>
      {statesByUrgency.map(state => {
        const count = props.byHealth[state];
        return count ? (
          <HealthCount key={state} state={state} count={count} />
        ) : null;
      })}
    </>
  );
}
