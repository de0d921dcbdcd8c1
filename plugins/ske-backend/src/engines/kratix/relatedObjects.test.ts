import { labels, type Manifest } from '@syntasso/plugin-ske-common';
import type { SharedInformer } from '@syntasso/plugin-ske-node';
import type { WatchSpec, Watches } from '../../live/ClusterEngine';
import { healthDependencies, healthWithRelated } from './relatedObjects';

const destination: Manifest = {
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'Destination',
  metadata: { name: 'dev' },
};

/** Watches of each namespace, or of all; each placement is on the Destination. */
function newWatches(scope: 'namespaces' | 'all') {
  const informers = new Map<string, SharedInformer>();
  let reads = 0;
  const watches: Watches = {
    watch({ type }: WatchSpec, namespace?: string) {
      const isShared = scope === 'all' || type.plural === 'destinations';
      const key = `${type.plural} ${isShared ? '' : namespace}`;
      const informer =
        informers.get(key) ??
        ({
          store: {
            get: () => undefined,
            byIndex: () => {
              reads += 1;
              return [placementIn(isShared ? 'a' : namespace)];
            },
          },
        } as unknown as SharedInformer);
      informers.set(key, informer);
      return informer;
    },
  };
  return { watches, reads: () => reads };
}

const placementIn = (namespace: string | undefined) => ({
  metadata: { name: 'p', namespace, labels: { [labels.work]: 'w' } },
  spec: { promiseName: 'redis', resourceName: 'cache' },
});

const onDestination = (watches: Watches) => {
  const found = healthDependencies(watches, ['a', 'b']).filter(
    ({ watch }) =>
      watch === watches.watch({ type: { plural: 'destinations' } } as never),
  );
  expect(found).toHaveLength(1);
  return found[0].subjectsOf(destination);
};

it('finds what is on a Destination in each namespace', () => {
  const { watches } = newWatches('namespaces');
  expect(onDestination(watches)).toEqual(
    ['a', 'b'].map(namespace => ({
      offering: 'redis',
      resource: { namespace, name: 'cache' },
    })),
  );
});

it('looks once where one watch has all namespaces', () => {
  const { watches, reads } = newWatches('all');
  expect(onDestination(watches)).toEqual([
    { offering: 'redis', resource: { namespace: 'a', name: 'cache' } },
  ]);
  expect(reads()).toBe(1);
});

it('does not say that everything is in place where Works may not be seen', () => {
  const reconciled: Manifest = {
    apiVersion: 'marketplace.example.org/v1',
    kind: 'Redis',
    metadata: { name: 'cache', generation: 1 },
    status: {
      observedGeneration: 1,
      workflows: 1,
      conditions: [{ type: 'Reconciled', status: 'True' }],
    },
  };
  expect(healthWithRelated(reconciled, undefined)).toMatchObject({
    state: 'ready',
    reason: { code: 'deliveriesHidden' },
  });
  const seen = { works: [], workPlacements: [], destinations: [] };
  expect(healthWithRelated(reconciled, seen).reason.code).toBe('reconciled');
});
