import { NotFoundError } from '@backstage/errors';
import {
  labels,
  type Manifest,
  type Offering,
} from '@syntasso/plugin-ske-common';
import type { KubernetesClient } from '@syntasso/plugin-ske-node';
import type { PreviewRun } from '../../live/ClusterEngine';
import { preview } from './preview';

const offering = {
  name: 'attic',
  source: { kind: 'entity' },
  api: {
    group: 'example.org',
    kind: 'Attic',
    served: { version: 'v1', plural: 'attics' },
  },
} as unknown as Offering;

/** A platform on which dry runs have ended as soon as they are there. */
function newPlatform() {
  const calls: string[] = [];
  const dryRunResource: Manifest = {
    apiVersion: 'example.org/v1',
    kind: 'Attic',
    metadata: { name: 'dry-run', namespace: 'default' },
  };
  let completed = false;
  const client = {
    async create(_type: object, object: Manifest) {
      calls.push('create');
      return object;
    },
    async get({ plural }: { plural: string }) {
      calls.push(`get ${plural}`);
      if (plural !== 'dryruns') return dryRunResource;
      return {
        metadata: { name: 'of-a-preview' },
        status: {
          conditions: [
            { type: 'Completed', status: completed ? 'True' : 'False' },
          ],
        },
      };
    },
    async list({ plural }: { plural: string }) {
      calls.push(`list ${plural}`);
      return { items: plural === 'attics' ? [dryRunResource] : [] };
    },
    async delete() {
      calls.push('delete');
    },
  };
  return {
    calls,
    client,
    /** Ends the dry run after its Resource was read again so often. */
    completeAfter(reads: number) {
      const get = client.get;
      let count = 0;
      client.get = async type => {
        if (type.plural === 'attics') count += 1;
        completed ||= count >= reads;
        return get(type);
      };
    },
    complete() {
      completed = true;
    },
  };
}

const newRun = (name = 'cache') => {
  const run = {
    offering,
    wanted: {
      apiVersion: 'example.org/v1',
      kind: 'Attic',
      metadata: { name, namespace: 'default' },
    },
    isChange: false,
    signal: new AbortController().signal,
    onPipelines: jest.fn(),
    onLeftOver: jest.fn(),
  } satisfies PreviewRun;
  return run;
};

const runOn = (client: unknown, run: PreviewRun) =>
  preview.run(client as KubernetesClient, run);

it('keeps its result when what was made cannot be deleted, and says so', async () => {
  const platform = newPlatform();
  platform.complete();
  const error = new Error('the platform is away');
  platform.client.delete = async () => {
    throw error;
  };
  const run = newRun();
  expect(await runOn(platform.client, run)).toMatchObject({ kind: 'done' });
  expect(run.onLeftOver.mock.calls).toEqual([[error]]);
});

it('says nothing when it was deleted by somebody else', async () => {
  const platform = newPlatform();
  platform.complete();
  platform.client.delete = async () => {
    throw new NotFoundError('it is gone');
  };
  const run = newRun();
  await runOn(platform.client, run);
  expect(run.onLeftOver).not.toHaveBeenCalled();
});

it('deletes what was made although the answer was lost', async () => {
  const platform = newPlatform();
  platform.client.create = async () => {
    throw new Error('no answer in time');
  };
  await expect(runOn(platform.client, newRun())).rejects.toThrow(
    'no answer in time',
  );
  expect(platform.calls).toContain('delete');
});

it('is made although what an earlier one has left cannot be listed', async () => {
  const platform = newPlatform();
  platform.complete();
  const list = platform.client.list;
  platform.client.list = async type => {
    if (type.plural === 'dryruns') throw new Error('not allowed');
    return list(type);
  };
  const run = newRun();
  expect(await runOn(platform.client, run)).toMatchObject({ kind: 'done' });
  expect(run.onLeftOver).toHaveBeenCalledTimes(1);
});

it('deletes only its own of those that an earlier one has left', async () => {
  const platform = newPlatform();
  platform.complete();
  const creationTimestamp = '2020-01-01T00:00:00Z';
  const list = platform.client.list;
  const deleted: string[] = [];
  Object.assign(platform.client, {
    list: async (type: { plural: string }) =>
      type.plural === 'dryruns'
        ? {
            items: ['preview-old', 'somebody-elses'].map(name => ({
              metadata: { name, creationTimestamp },
            })),
          }
        : list(type),
    delete: async (_type: object, { name }: { name: string }) => {
      deleted.push(name);
    },
  });
  await runOn(platform.client, newRun());
  expect(deleted).toEqual([
    'preview-old',
    expect.stringMatching(/^preview-[0-9a-f]{8}$/),
  ]);
});

it('looks for its Resource only once, and tells how far it is when that has changed', async () => {
  const platform = newPlatform();
  platform.completeAfter(2);
  const run = newRun();
  await runOn(platform.client, run);
  expect(platform.calls.filter(call => call === 'list attics')).toHaveLength(1);
  expect(run.onPipelines).toHaveBeenCalledTimes(1);
});

it('names the name that is too long for labels', async () => {
  const platform = newPlatform();
  await expect(runOn(platform.client, newRun('a'.repeat(64)))).rejects.toThrow(
    /metadata.name: a+ has more than 63 letters/,
  );
  expect(platform.calls).toEqual([]);
});

it('counts no Works of a namesake in another namespace', async () => {
  const platform = newPlatform();
  platform.complete();
  const workIn = (namespace: string | undefined): Manifest => ({
    apiVersion: 'platform.kratix.io/v1alpha1',
    kind: 'Work',
    metadata: {
      name: `work-${namespace}`,
      namespace: 'pipelines',
      labels: namespace ? { [labels.resourceNamespace]: namespace } : {},
    },
    spec: {
      workloadGroups: [
        { workloads: [{ filepath: `of-${namespace}.yaml`, content: '' }] },
      ],
    },
  });
  const list = platform.client.list;
  platform.client.list = async type =>
    type.plural === 'works'
      ? { items: ['default', 'other', undefined].map(workIn) as never }
      : list(type);
  const outcome = await runOn(platform.client, newRun());
  expect(outcome).toMatchObject({ files: [{ path: 'of-default.yaml' }] });
});

it('starts nothing for somebody who has left meanwhile', async () => {
  const platform = newPlatform();
  const left = new AbortController();
  left.abort();
  await expect(
    runOn(platform.client, { ...newRun(), signal: left.signal }),
  ).rejects.toThrow('aborted');
  expect(platform.calls).not.toContain('create');
});
