import { NotAllowedError } from '@backstage/errors';
import { readPortals } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { checkConfig } from '../config/controllerConfig';
import { FakePlatform } from '../platform/__testUtils__/FakePlatform';
import { ensurePortalObjects } from './ensurePortalObjects';
import { objectsOfBackstage, objectsOfPortal } from './portalObjects';

const { destinations, bucketStateStores } = resourceTypes;

function objectsFor(...portals: object[]) {
  const read = readPortals(
    portals.map(portal => ({ type: 'backstage', ...portal })),
  );
  expect(read.problems).toEqual([]);
  return read.portals.map(objectsOfPortal);
}

const adopting = (name: string, destination: string) => ({
  name,
  config: { destination: { name: destination } },
});
const owning = (name: string, store: object) => ({
  name,
  config: {
    destination: { spec: { path: 'catalog' } },
    stateStore: { kind: 'BucketStateStore', ...store },
  },
});

const theirs = (name: string, labels: Record<string, string> = {}) => ({
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'Destination',
  metadata: { name, labels },
  spec: { path: 'x' },
});

it('labels a Destination of somebody else, and takes the label away with the portal', async () => {
  const platform = new FakePlatform();
  platform.put(destinations, theirs('theirs', { team: 'a' }));
  expect(
    await ensurePortalObjects(
      platform,
      objectsFor(adopting('one', 'theirs'), adopting('two', 'theirs')),
    ),
  ).toEqual([]);
  const labelsNow = async () =>
    (await platform.find(destinations, { name: 'theirs' }))?.metadata.labels;
  expect(await labelsNow()).toEqual({
    team: 'a',
    'portal.backstage.syntasso.io/one': 'true',
    'portal.backstage.syntasso.io/two': 'true',
  });
  await ensurePortalObjects(platform, objectsFor(adopting('two', 'theirs')));
  expect(await labelsNow()).toEqual({
    team: 'a',
    'portal.backstage.syntasso.io/two': 'true',
  });
});

it('writes nothing where all is as it should be', async () => {
  const platform = new FakePlatform();
  platform.put(destinations, theirs('theirs'));
  const needs = objectsFor(adopting('one', 'theirs'));
  await ensurePortalObjects(platform, needs);
  const writes = platform.writes.length;
  await ensurePortalObjects(platform, needs);
  expect(platform.writes).toHaveLength(writes);
});

it('makes a state store before its Destination', async () => {
  const platform = new FakePlatform();
  const spec = { bucketName: 'b', endpoint: 's3.test' };
  await ensurePortalObjects(platform, objectsFor(owning('main', { spec })));
  expect(platform.writes).toEqual([
    'apply bucketstatestores/portal-backstage-main',
    'apply destinations/portal-backstage-main',
  ]);
  expect(
    await platform.find(bucketStateStores, { name: 'portal-backstage-main' }),
  ).toMatchObject({
    metadata: {
      labels: { 'app.kubernetes.io/managed-by': 'backstage-controller' },
    },
    spec,
  });
});

it('removes only what it has made itself', async () => {
  const platform = new FakePlatform();
  platform.put(destinations, theirs('portal-backstage-theirs'));
  const spec = { bucketName: 'b', endpoint: 's3.test' };
  await ensurePortalObjects(platform, objectsFor(owning('main', { spec })));
  await ensurePortalObjects(platform, []);
  const left = await platform.list(destinations);
  expect(left.map(({ metadata }) => metadata.name)).toEqual([
    'portal-backstage-theirs',
  ]);
  expect(await platform.list(bucketStateStores)).toEqual([]);
});

it('removes nothing where it is told not to', async () => {
  const platform = new FakePlatform();
  platform.put(destinations, theirs('theirs'));
  const spec = { bucketName: 'b', endpoint: 's3.test' };
  await ensurePortalObjects(
    platform,
    objectsFor(owning('main', { spec }), adopting('one', 'theirs')),
  );
  const writes = platform.writes.length;
  await ensurePortalObjects(platform, [], { removes: false });
  expect(platform.writes).toHaveLength(writes);
});

it('sets up the other portals when one cannot be', async () => {
  const platform = new FakePlatform();
  platform.put(destinations, theirs('theirs'));
  expect(
    await ensurePortalObjects(
      platform,
      objectsFor(
        adopting('gone', 'nowhere'),
        owning('storeless', { name: 'nothing' }),
        adopting('one', 'theirs'),
      ),
    ),
  ).toEqual([
    {
      portal: 'gone',
      message:
        'Destination "nowhere", which the portal names, does not exist. Create it, or correct config.destination.name',
    },
    {
      portal: 'storeless',
      message:
        'bucketstatestores "nothing", which the portal names, does not exist. Create it, or correct its name',
    },
  ]);
  expect(platform.writes).toEqual(['patch destinations/theirs']);
});

it('says what the platform refuses', async () => {
  const platform = new FakePlatform();
  platform.refuse = () => new NotAllowedError('Could not apply: forbidden.');
  const spec = { bucketName: 'b', endpoint: 's3.test' };
  expect(
    await ensurePortalObjects(platform, objectsFor(owning('main', { spec }))),
  ).toEqual([{ portal: 'main', message: 'Could not apply: forbidden.' }]);
});

it('makes the Destination of the Backstage Controller only where it has a state store', () => {
  expect(objectsOfBackstage(checkConfig({}).backstage)).toBeUndefined();
  const { backstage } = checkConfig({
    backstage: { stateStore: { kind: 'GitStateStore', name: 'git' } },
  });
  expect(objectsOfBackstage(backstage)).toMatchObject({
    owned: [
      {
        object: {
          metadata: { name: 'backstage', labels: { environment: 'backstage' } },
          spec: {
            path: 'backstage',
            stateStoreRef: { kind: 'GitStateStore', name: 'git' },
          },
        },
      },
    ],
    needed: [{ name: 'git' }],
  });
});
