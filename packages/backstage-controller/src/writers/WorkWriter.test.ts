import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { NotAllowedError } from '@backstage/errors';
import type { Manifest } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { FakePlatform } from '../platform/__testUtils__/FakePlatform';
import {
  entityWriterRules,
  outputFor,
  type WrittenPlace,
} from './entityWriterRules';
import { contentOfWork } from './__testUtils__/contentOfWork';
import type { OutputId } from './EntityWriter';
import { formatOutputId } from './outputId';
import { compress, workNameOf } from './work';
import { groupIdIn, groupIdOf } from './workFolder';
import { watchWorks, WorkWriter } from './WorkWriter';

const NAMESPACE = 'kratix-platform-system';
const { signal } = new AbortController();
const redis: OutputId = { kind: 'promise', portal: 'main', promise: 'redis' };
const cache: Extract<OutputId, { kind: 'resource' }> = {
  kind: 'resource',
  portal: 'main',
  promise: 'redis',
  namespace: 'team-a',
  name: 'cache',
};

function newWriter(platform: FakePlatform) {
  const works = watchWorks(platform, NAMESPACE);
  return new WorkWriter({ platform, works, namespace: NAMESPACE });
}

const workOf = (platform: FakePlatform, id: OutputId) =>
  platform.find(resourceTypes.works, {
    namespace: NAMESPACE,
    name: workNameOf(id),
  });

/** Sets the condition Ready of an output's Work, as Kratix does. */
async function setReady(platform: FakePlatform, id: OutputId, reason: string) {
  const work = (await workOf(platform, id)) as Manifest;
  platform.put(resourceTypes.works, {
    ...work,
    status: {
      conditions: [{ type: 'Ready', status: 'False', reason, message: '' }],
    },
  });
}

/** Resources of one name whose namespaces were looked for, as somebody could. */
function idsOfOneFolder(): [OutputId, OutputId] {
  const seen = new Map<string, OutputId>();
  for (let count = 0; ; count += 1) {
    const id: OutputId = { ...cache, namespace: `team-${count}` };
    const folder = groupIdOf(id, undefined, () => false).slice(0, 5);
    const other = seen.get(folder);
    if (other) return [other, id];
    seen.set(folder, id);
  }
}

async function openPlace(): Promise<WrittenPlace> {
  const platform = new FakePlatform();
  return {
    writer: newWriter(platform),
    contentOf: async id => contentOfWork(await workOf(platform, id)),
    countWrites: async () => platform.writes.length,
    restart: async () => newWriter(platform),
  };
}

it.each(entityWriterRules)('%s', async (_, tryAt) => {
  await expect(tryAt(await openPlace())).resolves.toBeUndefined();
});

it('writes what Kratix asks for, and nothing by which Kratix would delete it', async () => {
  const platform = new FakePlatform();
  await newWriter(platform).write(outputFor(cache, 'Cache'));
  const work = await workOf(platform, cache);
  expect(work).toMatchObject({
    kind: 'Work',
    metadata: {
      labels: {
        'app.kubernetes.io/managed-by': 'backstage-controller',
        'kratix.io/pipeline-name': 'portal-backstage-gen',
      },
    },
    spec: {
      promiseName: 'redis',
      resourceName: 'cache',
      workloadGroups: [
        {
          id: expect.stringMatching(/^[0-9a-f]{32}$/),
          directory: '.',
          destinationSelectors: [
            { matchLabels: { environment: 'backstage' }, source: 'promise' },
          ],
          workloads: [{ filepath: 'catalog-info.yaml' }],
        },
      ],
    },
  });
  expect(Object.keys(work?.metadata.labels ?? {})).toHaveLength(2);
});

describe('two Resources whose folder Kratix would call the same', () => {
  const ids = idsOfOneFolder();
  const folderOf = async (platform: FakePlatform, id: OutputId) =>
    groupIdIn(await workOf(platform, id))?.slice(0, 5);
  const foldersOn = async (platform: FakePlatform) => [
    await folderOf(platform, ids[0]),
    await folderOf(platform, ids[1]),
  ];

  it('have one each, and keep it', async () => {
    const platform = new FakePlatform();
    for (const id of ids) {
      await newWriter(platform).write(outputFor(id, 'Cache'));
    }
    const folders = await foldersOn(platform);
    expect(folders[0]).not.toBe(folders[1]);
    await newWriter(platform).remove(ids[0]);
    expect(await newWriter(platform).write(outputFor(ids[1], 'Cache'))).toBe(
      'unchanged',
    );
  });

  it('part where they were written at the same time', async () => {
    const platform = new FakePlatform();
    await newWriter(platform).write(outputFor(ids[0], 'Cache'));
    const first = (await workOf(platform, ids[0])) as Manifest;
    await newWriter(platform).write(outputFor(ids[1], 'Cache'));
    const second = (await workOf(platform, ids[1])) as Manifest;
    platform.put(resourceTypes.works, { ...second, spec: first.spec });
    const rewrite = async () => [
      await newWriter(platform).write(outputFor(ids[0], 'Cache')),
      await newWriter(platform).write(outputFor(ids[1], 'Cache')),
    ];
    expect(await rewrite()).toContain('written');
    const folders = await foldersOn(platform);
    expect(folders[0]).not.toBe(folders[1]);
    expect(await rewrite()).toEqual(['unchanged', 'unchanged']);
  });
});

it('gives the folder of the Backstage Controller to what its label binds', async () => {
  const platform = new FakePlatform();
  const id: OutputId = { ...redis, portal: undefined };
  await newWriter(platform).write(outputFor(id, 'Redis'));
  expect((await workOf(platform, id))?.metadata.labels).toMatchObject({
    'kratix.io/pipeline-name': 'backstage-gen',
  });
});

it('compresses the same text to the same bytes, whichever system it is on', () => {
  const bytes = Buffer.from(compress('kind: Component'), 'base64');
  expect(compress('kind: Component')).toBe(bytes.toString('base64'));
  // No time, no file name, no system (RFC 1952).
  expect([...bytes.subarray(0, 10)]).toEqual([
    ...[0x1f, 0x8b, 8, 0],
    ...[0, 0, 0, 0, 2, 255],
  ]);
  expect(gunzipSync(bytes).toString()).toBe('kind: Component');
});

it('writes again what somebody has changed by hand', async () => {
  const platform = new FakePlatform();
  const writer = newWriter(platform);
  await writer.write(outputFor(redis, 'Redis'));
  const work = (await workOf(platform, redis)) as Manifest;
  platform.put(resourceTypes.works, {
    ...work,
    spec: { ...work.spec, promiseName: 'other' },
  });
  expect(await writer.write(outputFor(redis, 'Redis'))).toBe('written');
  expect((await workOf(platform, redis))?.spec?.promiseName).toBe('redis');
});

it('leaves what others add to a Work', async () => {
  const platform = new FakePlatform();
  const writer = newWriter(platform);
  await writer.write(outputFor(redis, 'Redis'));
  const work = (await workOf(platform, redis)) as Manifest;
  const labels = { ...work.metadata.labels, 'acme.org/team': 'x' };
  platform.put(resourceTypes.works, {
    ...work,
    metadata: { ...work.metadata, labels },
  });
  expect(await writer.write(outputFor(redis, 'Redis'))).toBe('unchanged');
});

it('neither changes nor removes the Work of another output that has its name', async () => {
  const platform = new FakePlatform();
  const writer = newWriter(platform);
  await writer.write(outputFor(redis, 'Redis'));
  const work = (await workOf(platform, redis)) as Manifest;
  const owner = { 'backstage.syntasso.io/output': formatOutputId(cache) };
  const taken = {
    ...work,
    metadata: { ...work.metadata, annotations: owner },
  };
  platform.put(resourceTypes.works, taken);
  await expect(writer.write(outputFor(redis, 'Other'))).rejects.toMatchObject({
    name: 'ConflictError',
    message: expect.stringMatching(
      /is of another Promise or Resource: .*cache/,
    ),
  });
  await writer.remove(redis);
  expect(contentOfWork(await workOf(platform, redis))).toBe(
    outputFor(redis, 'Redis').content,
  );
});

it('waits while Kratix still removes the Work of before', async () => {
  const platform = new FakePlatform();
  const writer = newWriter(platform);
  await writer.write(outputFor(redis, 'Redis'));
  const work = (await workOf(platform, redis)) as Manifest;
  const deletionTimestamp = '2026-01-01T00:00:00Z';
  platform.put(resourceTypes.works, {
    ...work,
    metadata: { ...work.metadata, deletionTimestamp },
  });
  await expect(writer.write(outputFor(redis, 'Redis'))).rejects.toMatchObject({
    name: 'WriteLaterError',
    message: expect.stringContaining('still being removed by Kratix'),
  });
});

it('removes a Work that is on the wrong Destination, and writes it again later', async () => {
  const platform = new FakePlatform();
  const writer = newWriter(platform);
  await writer.write(outputFor(cache, 'Cache'));
  await setReady(platform, cache, 'Misplaced');
  await expect(writer.write(outputFor(cache, 'Cache'))).rejects.toThrow(
    'is on a Destination that it is not for any more',
  );
  expect(await workOf(platform, cache)).toBeUndefined();
  expect(await writer.write(outputFor(cache, 'Cache'))).toBe('written');
});

it('says what to do about entities that are too long for a Work', async () => {
  const platform = new FakePlatform();
  const long = randomBytes(1_200_000).toString('base64');
  await expect(
    newWriter(platform).write(outputFor(redis, long)),
  ).rejects.toThrow(
    /^The entities have \d+ bytes, .* Write less into the status/,
  );
  expect(platform.writes).toEqual([]);
});

it('says which rights it lacks', async () => {
  const platform = new FakePlatform();
  platform.refuse = () => new NotAllowedError('Could not apply works x.');
  await expect(
    newWriter(platform).write(outputFor(redis, 'Redis')),
  ).rejects.toThrow(
    /Could not apply works x\. The controller needs the verbs .* on works/,
  );
});

it('does not list while it does not know all Works', async () => {
  const platform = new FakePlatform();
  const writer = newWriter(platform);
  platform.setState(resourceTypes.works, {
    kind: 'stale',
    since: '2026-01-01T00:00:00Z',
    reason: 'Could not list works: forbidden.',
    incomplete: true,
  });
  await expect(writer.list(signal)).rejects.toThrow(
    'works.platform.kratix.io cannot be read: Could not list works: forbidden.',
  );
});

describe('how far an output is', () => {
  it.each([
    ['AllWorkplacementsScheduled', { state: 'delivered' }],
    [
      'UnscheduledWorkloads',
      {
        state: 'failed',
        message:
          'No Destination has the labels environment=backstage. Create one, or give them to one that is there.',
      },
    ],
    [
      'FailedToScheduleWorkloads',
      { state: 'pending', message: expect.stringContaining('not scheduled') },
    ],
  ])('is read from its Work: %s', async (reason, expected) => {
    const platform = new FakePlatform();
    const writer = newWriter(platform);
    await writer.write(outputFor(redis, 'Redis'));
    await setReady(platform, redis, reason);
    expect(await writer.deliveryOf(redis)).toEqual(expected);
  });

  it('is not known while Kratix has not looked', async () => {
    const platform = new FakePlatform();
    const writer = newWriter(platform);
    await writer.write(outputFor(redis, 'Redis'));
    expect(await writer.deliveryOf(redis)).toMatchObject({ state: 'pending' });
  });

  it('says what the state store has said', async () => {
    const platform = new FakePlatform();
    const writer = newWriter(platform);
    await writer.write(outputFor(redis, 'Redis'));
    await setReady(platform, redis, 'WorkplacementsFailing');
    platform.put(resourceTypes.workPlacements, {
      apiVersion: 'platform.kratix.io/v1alpha1',
      kind: 'WorkPlacement',
      metadata: {
        name: 'x',
        namespace: NAMESPACE,
        labels: { 'kratix.io/work': workNameOf(redis) },
      },
      status: {
        conditions: [
          {
            ...{ type: 'WriteSucceeded', status: 'False' },
            ...{ reason: 'WorkloadsFailedWrite', message: 'access denied' },
          },
        ],
      },
    });
    expect(await writer.deliveryOf(redis)).toEqual({
      state: 'failed',
      message: expect.stringContaining('to the state store: access denied.'),
    });
  });
});
