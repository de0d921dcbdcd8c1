import type { Manifest } from '@syntasso/plugin-ske-common';
import { eventually } from '@internal/testbed';
import { ReplayedPlatform } from '../__testUtils__/ReplayedPlatform';
import type { Viewer } from '../access/Access';
import { kratixOnCluster } from '../engines/kratix/kratixOnCluster';
import { ClusterWatches } from './ClusterWatches';
import { ViewSources } from './ViewSources';

const everybody: Viewer = {
  key: 'everybody',
  ownsThrough: undefined,
  offeringRefusal: () => undefined,
  resourceRefusal: () => undefined,
};
const ref = {
  apiVersion: 'own.example.org/v1',
  kind: 'Lamp',
  namespace: 'default',
  name: 'desk',
};

const promise = (status: Manifest['status']): Manifest => ({
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'Promise',
  metadata: { name: 'lamp', generation: 1 },
  spec: {
    api: {
      spec: {
        group: 'own.example.org',
        names: { kind: 'Lamp', plural: 'lamps' },
        versions: [{ name: 'v1', schema: { openAPIV3Schema: {} } }],
      },
    },
  },
  status,
});

it.each([
  [
    'was just applied',
    undefined,
    'The API of Lamp (own.example.org) is not installed yet. Promise lamp: Waiting for the platform to pick it up.',
  ],
  [
    'is there, but not its API',
    { conditions: [{ type: 'Available', status: 'True' }] },
    'The API of Lamp (own.example.org) is not installed on the platform any more.',
  ],
])('says so of a Promise that %s', async (_, status, message) => {
  const platform = new ReplayedPlatform();
  platform.uninstalled.add('lamps.own.example.org');
  platform.play({
    atMs: 0,
    resource: 'promises.platform.kratix.io',
    type: 'ADDED',
    object: promise(status),
  });
  const live = new ClusterWatches({
    name: 'replayed',
    client: platform.client,
    engines: [kratixOnCluster],
  });
  let shown: unknown;
  const end = new ViewSources(live)
    .resource(ref, everybody)
    .subscribe(update => {
      if (update.name === 'view') shown = update.event;
    });
  await eventually('a view', () => shown);
  end();
  live.stop();
  expect(shown).toEqual({ kind: 'gone', message });
});
