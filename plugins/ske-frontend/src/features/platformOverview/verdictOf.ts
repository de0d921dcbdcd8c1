import type {
  PlatformOverview,
  PlatformParts,
} from '@syntasso/plugin-ske-common';
import type { LiveState } from '../../live/LiveStore';

/** How many of what somebody has to do something about. */
export interface Troubles {
  controllers: number;
  promises: number;
  resources: number;
  destinations: number;
  stateStores: number;
}

/** How many there are, and how many Resources of them are ready. */
interface Totals {
  promises: number;
  resources: number;
  ready: number;
}

/**
 * How the platform is, in one sentence. `away`: nobody knows how it is now; `hidden`:
 * what can be seen is well, and not everything can be seen; `empty`: it is well, and has
 * no Promise yet.
 */
export type PlatformVerdict =
  | { kind: 'away'; since: string }
  | { kind: 'empty' }
  | { kind: 'attention'; troubles: Troubles }
  | ({ kind: 'hidden' | 'well' } & Totals);

/** Reads the verdict from what is known; undefined while that is nothing. Pure. */
export function verdictOf(
  state: LiveState<PlatformOverview>,
): PlatformVerdict | undefined {
  if (state.kind === 'stale') return { kind: 'away', since: state.since };
  if (state.kind !== 'live') return undefined;
  const { view } = state;
  const troubles = troublesOf(view);
  if (Object.values(troubles).some(count => count > 0)) {
    return { kind: 'attention', troubles };
  }
  const isSeen = isAllSeen(view);
  if (isSeen && view.offerings.length === 0) return { kind: 'empty' };
  return {
    kind: isSeen ? 'well' : 'hidden',
    promises: view.offerings.length,
    resources: view.resources.total,
    ready: view.resources.byHealth.ready ?? 0,
  };
}

function troublesOf({
  offerings,
  parts,
  resources,
}: PlatformOverview): Troubles {
  const notReady = (role: PlatformParts['role']) =>
    parts
      .filter(part => part.role === role)
      .reduce(
        (sum, { seen }) => sum + (seen.state === 'seen' ? seen.notReady : 0),
        0,
      );
  return {
    controllers: notReady('controller'),
    promises: offerings.filter(({ needsAttention }) => needsAttention).length,
    resources: resources.attention,
    destinations: notReady('destination'),
    stateStores: notReady('stateStore'),
  };
}

/** Whether nothing is hidden that could need attention. */
const isAllSeen = ({ offerings, parts }: PlatformOverview): boolean =>
  offerings.every(({ denied }) => denied === undefined) &&
  parts.every(({ role, seen }) =>
    seen.state === 'seen'
      ? // Without its Deployment nobody can say whether Kratix runs.
        role !== 'controller' || seen.total > 0
      : seen.state === 'absent' && role !== 'controller',
  );
