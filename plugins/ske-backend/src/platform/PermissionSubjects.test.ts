import { NotFoundError } from '@backstage/errors';
import { subjectKey, type Manifest } from '@syntasso/plugin-ske-common';
import { promiseOf } from '../__testUtils__/promiseOf';
import { ReplayedPlatform } from '../__testUtils__/ReplayedPlatform';
import { KubernetesPlatform } from './KubernetesPlatform';
import { PermissionSubjects } from './PermissionSubjects';

const lamp = (name: string): Manifest => ({
  apiVersion: 'own.example.org/v1',
  kind: 'Lamp',
  metadata: {
    name,
    namespace: 'default',
    annotations: { 'ske.backstage.component/owner': 'team-a' },
  },
});
const ofTeamA = {
  promise: 'lamp',
  namespace: 'default',
  owner: 'group:default/team-a',
};
const refOf = (name: string) =>
  subjectKey({
    kind: 'resource',
    ref: {
      apiVersion: 'own.example.org/v1',
      kind: 'Lamp',
      namespace: 'default',
      name,
    },
  });

const platforms: KubernetesPlatform[] = [];
afterEach(() => platforms.splice(0).forEach(platform => platform.stop()));

/** A platform with these lamps, and what is asked of it. */
function newBed(
  names: string[],
  prepare: (platform: ReplayedPlatform) => void = () => {},
) {
  const replayed = new ReplayedPlatform();
  prepare(replayed);
  const add = (resource: string, object: Manifest) =>
    replayed.play({ atMs: 0, resource, type: 'ADDED', object });
  add('promises.platform.kratix.io', promiseOf('Lamp'));
  names.forEach(name => add('lamps.own.example.org', lamp(name)));
  const list = jest.spyOn(replayed.client, 'list');
  const platform = new KubernetesPlatform({
    name: 'replayed',
    client: replayed.client,
  });
  platforms.push(platform);
  const read = jest.spyOn(platform, 'get').mockImplementation(async ref => {
    if (!names.includes(ref.name)) throw new NotFoundError(ref.name);
    return lamp(ref.name);
  });
  const readOffering = jest.spyOn(platform, 'getOffering');
  return {
    subjects: new PermissionSubjects(platform),
    read,
    readOffering,
    listed: () => list.mock.calls.map(([{ plural }]) => plural),
  };
}

it('decides about many hits of a search without reading one of them', async () => {
  const names = Array.from({ length: 100 }, (_, number) => `lamp-${number}`);
  const { subjects, read, listed } = newBed(names);
  const refs = [...names, 'gone'].map(refOf);
  const expected = [...names.map(() => ofTeamA), undefined];
  expect(await subjects.resources(refs)).toEqual(expected);
  expect(await subjects.resources(refs)).toEqual(expected);
  expect(await subjects.resources([refOf('lamp-7')])).toEqual([ofTeamA]);
  expect(read).not.toHaveBeenCalled();
  expect(listed()).toEqual(['promises', 'lamps']);
});

it('decides about Promises, and what could be requested of them, by the watch', async () => {
  const { subjects, readOffering } = newBed([]);
  const refs = Array.from({ length: 10 }, () => 'promise/lamp');
  const promises = await subjects.promises(refs);
  expect(promises[9]).toMatchObject({ promise: 'lamp' });
  const toBe = await subjects.resources(refs);
  expect(toBe[9]).toMatchObject({ promise: 'lamp', namespace: undefined });
  expect(readOffering).not.toHaveBeenCalled();
});

it('reads a few that no watch has, and lists nothing for them', async () => {
  const { subjects, read, listed } = newBed(['desk', 'floor']);
  expect(
    await subjects.resources([refOf('desk'), refOf('floor'), 'nonsense']),
  ).toEqual([ofTeamA, ofTeamA, undefined]);
  expect(read).toHaveBeenCalledTimes(2);
  expect(listed()).not.toContain('lamps');
});

it('reads each where the watch is not up to date', async () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const { subjects, read } = newBed(names, platform =>
    platform.forbidden.add('lamps.own.example.org'),
  );
  expect(await subjects.resources(names.map(refOf))).toEqual(
    names.map(() => ofTeamA),
  );
  expect(read).toHaveBeenCalledTimes(names.length);
});
