import type { Manifest } from '@syntasso/plugin-ske-common';
import type { SharedInformer, WatchState } from '@syntasso/plugin-ske-node';
import type { Viewer } from '../access/Access';
import { buildForViewer } from './buildForViewer';
import { kratixOnCluster } from '../engines/kratix/kratixOnCluster';
import type { ClusterWatches } from './ClusterWatches';
import { WatchedOfferings } from './WatchedOfferings';

const promise: Manifest = {
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'Promise',
  metadata: { name: 'redis' },
};
const informerThat = (state: WatchState) =>
  ({ state, store: { get: () => promise } } as unknown as SharedInformer);
const stale = { kind: 'stale', since: '2026-01-01', reason: 'away' } as const;

/**
 * What is shown when the watch on the Resources stands like this.
 *
 * @param visible - the watches that the viewer may be told of; default: all
 */
function shown(
  resources: WatchState | WatchState[],
  refusal?: Error,
  visible?: WatchState[],
) {
  const all = [resources].flat().map(informerThat);
  const live = {
    offerings: new WatchedOfferings([kratixOnCluster], {
      watch: () => informerThat({ kind: 'live' }),
    }),
  } as ClusterWatches;
  const viewer = { offeringRefusal: () => refusal } as unknown as Viewer;
  return buildForViewer(
    live,
    'redis',
    viewer,
    { all, visible: () => visible?.map(informerThat) ?? all },
    () => ({
      kind: 'gone',
      message: 'drawn',
    }),
  );
}

it('shows the last known Resources while their watch is stale', () => {
  expect(shown(stale)).toMatchObject({
    kind: 'known',
    event: { message: 'drawn' },
  });
});

it('does not show part of the Resources as all of them', () => {
  expect(shown({ ...stale, incomplete: true })).toEqual({
    kind: 'unknown',
    freshness: { state: 'stale', since: stale.since, reason: 'away' },
  });
});

it('shows those of the namespaces that could be read', () => {
  const some: WatchState[] = [{ kind: 'live' }, { ...stale, incomplete: true }];
  expect(shown(some)).toMatchObject({
    kind: 'known',
    freshness: { state: 'stale' },
    event: { message: 'drawn' },
  });
});

it('refuses before it says anything of Resources', () => {
  const refusal = new Error('not for you');
  expect(shown({ ...stale, incomplete: true }, refusal)).toMatchObject({
    kind: 'known',
    freshness: { state: 'live' },
    event: { kind: 'refused' },
  });
});

it('is as fresh as what the viewer may see', () => {
  const hidden = { ...stale, incomplete: true } as const;
  expect(shown([{ kind: 'live' }, hidden], undefined, [])).toMatchObject({
    kind: 'known',
    freshness: { state: 'live' },
    event: { message: 'drawn' },
  });
});
