import type { JsonObject } from '@backstage/types';
import { readPortals, type Manifest } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { checkConfig } from '../config/controllerConfig';
import { silentLog } from '../log/__testUtils__/silentLog';
import { FakePlatform } from '../platform/__testUtils__/FakePlatform';
import { WorkQueue } from '../queue/WorkQueue';
import { EventRecorder } from '../status/EventRecorder';
import { integration, ownPortal } from './__testUtils__/objects';
import { PortalReconciler } from './PortalReconciler';
import { idOfKey, type SyncKey } from './SyncKey';

/** Reconciles the portals of a SKEIntegration. */
async function reconcile(
  platform: FakePlatform,
  portals: JsonObject[],
  output: JsonObject = { type: 'work' },
) {
  const queue = new WorkQueue<SyncKey>({ idOf: idOfKey });
  await new PortalReconciler({
    platform,
    config: checkConfig({ output }),
    queue,
    log: silentLog,
    events: new EventRecorder({ platform, log: silentLog, instance: 'test' }),
    portals: {
      current: {
        kind: 'known',
        ...readPortals(portals),
        integration: integration(...portals),
      },
    },
  }).reconcile();
  queue.stop();
}

const withMistake = (portal: JsonObject): JsonObject => ({
  ...portal,
  config: { ...(portal.config as JsonObject), mode: 'pul-request' },
});

const namesOf = (objects: Manifest[]) =>
  objects.map(({ metadata }) => metadata.name);

it('leaves what a portal owns while it has a mistake, and removes it with the portal', async () => {
  const platform = new FakePlatform();
  const { destinations, bucketStateStores } = resourceTypes;
  const left = async () => [
    ...namesOf(await platform.list(destinations)),
    ...namesOf(await platform.list(bucketStateStores)),
  ];
  const both = ['portal-backstage-main', 'portal-backstage-main'];
  await reconcile(platform, [ownPortal('main')]);
  expect(await left()).toEqual(both);
  await reconcile(platform, [withMistake(ownPortal('main'))]);
  expect(await left()).toEqual(both);
  await reconcile(platform, []);
  expect(await left()).toEqual([]);
});

it('says what is wrong with a portal also where Kratix carries nothing', async () => {
  const platform = new FakePlatform();
  await reconcile(platform, [withMistake(ownPortal('main'))], {
    type: 'git',
    url: 'https://git.example.test/catalog.git',
  });
  expect(await platform.list(resourceTypes.events)).toMatchObject([
    {
      reason: 'PortalSetupFailed',
      note: expect.stringContaining('"pul-request"'),
    },
  ]);
  expect(await platform.list(resourceTypes.destinations)).toEqual([]);
});
