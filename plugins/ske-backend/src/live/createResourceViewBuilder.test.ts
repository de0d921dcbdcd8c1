import { labels, type Manifest } from '@syntasso/plugin-ske-common';
import { promiseOf } from '../__testUtils__/promiseOf';
import { eventually } from '@internal/testbed';
import type { ReplayedPlatform } from '../__testUtils__/ReplayedPlatform';
import { everybody } from '../__testUtils__/viewers';
import { watchPlatform } from '../__testUtils__/watchedPlatform';
import { createResourceViewBuilder } from './createResourceViewBuilder';
import { LiveSource } from './LiveSource';
import { ViewSources } from './ViewSources';

const ref = {
  apiVersion: 'own.example.org/v1',
  kind: 'Lamp',
  namespace: 'default',
  name: 'desk',
};

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
  const { platform, live, play } = watchPlatform();
  platform.uninstalled.add('lamps.own.example.org');
  play('ADDED', promiseOf('Lamp', { status }));
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

/** A lamp whose files are on the first of many Destinations. */
function playLamp(platform: ReplayedPlatform) {
  const add = (
    plural: string,
    object: {
      kind: string;
      metadata: Manifest['metadata'];
      [field: string]: unknown;
    },
  ) =>
    platform.play({
      atMs: 0,
      resource: `${plural}.${plural === 'lamps' ? 'own.example.org' : KRATIX}`,
      type: 'ADDED',
      object: {
        apiVersion: plural === 'lamps' ? ref.apiVersion : `${KRATIX}/v1alpha1`,
        ...object,
      },
    });
  const { kind, name, namespace } = ref;
  const available = { type: 'Available', status: 'True' };
  add('promises', promiseOf('Lamp', { status: { conditions: [available] } }));
  add('lamps', {
    kind,
    metadata: { name, namespace, uid: 'u', generation: 1 },
    status: {
      observedGeneration: 1,
      conditions: [{ type: 'Reconciled', status: 'True' }],
    },
  });
  add('works', {
    kind: 'Work',
    metadata: {
      name: 'w',
      namespace,
      labels: { [labels.promiseName]: 'lamp', [labels.resourceName]: name },
    },
  });
  add('workplacements', {
    kind: 'WorkPlacement',
    metadata: { name: 'w.d0', namespace, labels: { [labels.work]: 'w' } },
    spec: { targetDestinationName: 'd0' },
    status: { conditions: [{ type: 'WriteSucceeded', status: 'True' }] },
  });
  for (let n = 0; n < 50; n += 1) {
    add('destinations', {
      kind: 'Destination',
      metadata: { name: `d${n}` },
      status: {
        conditions: [{ type: 'Ready', status: 'False', message: `no d${n}` }],
      },
    });
  }
}

const KRATIX = 'platform.kratix.io';

it('reads once where the Works of a Resource went, and only Destinations that they name', async () => {
  const { platform, live } = watchPlatform();
  playLamp(platform);
  const builder = createResourceViewBuilder(live, ref, everybody);
  let shown: unknown;
  const source = new LiveSource(builder, () => {});
  const end = source.subscribe(update => {
    if (update.name === 'view') shown = update.event;
  });
  await eventually('the view with its health', () =>
    JSON.stringify(shown)?.includes('no d0'),
  );
  expect(shown).toMatchObject({
    kind: 'resource',
    view: {
      health: { state: 'degraded', reason: { code: 'destinationNotReady' } },
      placements: [{ destination: 'd0', state: 'destinationNotReady' }],
    },
  });
  const storesOf = (plural: string) =>
    live.informers
      .filter(({ type }) => type.plural === plural)
      .map(({ store }) => store);
  const [works] = storesOf('works').map(store => jest.spyOn(store, 'byIndex'));
  const [destinations] = storesOf('destinations');
  const lists = jest.spyOn(destinations, 'list');
  const gets = jest.spyOn(destinations, 'get');
  builder.build();
  // The health of the Promise asks for its own Works.
  const ofResource = works.mock.calls.filter(
    ([, owner]) => owner === 'lamp/default/desk',
  );
  expect(ofResource).toHaveLength(1);
  expect(lists).not.toHaveBeenCalled();
  expect(gets.mock.calls).toEqual([[undefined, 'd0']]);
  end();
  live.stop();
});
