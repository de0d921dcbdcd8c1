import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  labels,
  type Manifest,
  type Offering,
} from '@syntasso/plugin-ske-common';
import {
  NoAnswerError,
  RateLimitError,
  ServerError,
  type KubernetesClient,
} from '@syntasso/plugin-ske-node';
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
    onCleanUpFailed: jest.fn(),
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
  expect(run.onCleanUpFailed.mock.calls).toEqual([[error]]);
});

it('says nothing when it was deleted by somebody else', async () => {
  const platform = newPlatform();
  platform.complete();
  platform.client.delete = async () => {
    throw new NotFoundError('it is gone');
  };
  const run = newRun();
  await runOn(platform.client, run);
  expect(run.onCleanUpFailed).not.toHaveBeenCalled();
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

it('deletes what is made only after the answer was lost', async () => {
  const platform = newPlatform();
  let deletions = 0;
  const isDeleted = new Promise<void>(resolve => {
    platform.client.delete = async () => {
      deletions += 1;
      if (deletions === 1) throw new NotFoundError('it does not exist yet');
      resolve();
    };
  });
  const error = new NoAnswerError('no answer in time');
  platform.client.create = async () => {
    throw error;
  };
  const run = newRun();
  await expect(runOn(platform.client, run)).rejects.toBe(error);
  await isDeleted;
  expect(run.onCleanUpFailed).not.toHaveBeenCalled();
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
  expect(run.onCleanUpFailed).toHaveBeenCalledTimes(1);
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

/** Fails the first reads of a type after one that has worked. */
function failReads(
  platform: ReturnType<typeof newPlatform>,
  plural: string,
  errors: Error[],
) {
  const { get } = platform.client;
  const rest = [undefined, ...errors];
  platform.client.get = async type => {
    const error = type.plural === plural ? rest.shift() : undefined;
    if (error) throw error;
    if (rest.length === 0) platform.complete();
    return get(type);
  };
}

it.each([
  ['does not answer', new NoAnswerError('no answer', 'ECONNRESET')],
  ['is overloaded', new RateLimitError('slow down', new Date())],
  ['fails', new ServerError('it failed', 503)],
])('goes on after a moment in which the platform %s', async (_, error) => {
  const platform = newPlatform();
  failReads(platform, 'dryruns', [error]);
  expect(await runOn(platform.client, newRun())).toMatchObject({
    kind: 'done',
  });
});

it('goes on after a moment in which what it has written cannot be read', async () => {
  const platform = newPlatform();
  platform.complete();
  const { list } = platform.client;
  const errors = [new NoAnswerError('no answer')];
  platform.client.list = async type => {
    const error = type.plural === 'works' ? errors.shift() : undefined;
    if (error) throw error;
    return list(type);
  };
  expect(await runOn(platform.client, newRun())).toMatchObject({
    kind: 'done',
  });
});

it.each([
  ['DryRun', 'dryruns', /preview-[0-9a-f]{8} of dryruns in namespace default/],
  ['Resource', 'attics', /dry-run of attics in namespace default/],
])('says that its %s was deleted meanwhile', async (_, plural, what) => {
  const platform = newPlatform();
  failReads(platform, plural, [new NotFoundError('it does not exist')]);
  const outcome = runOn(platform.client, newRun());
  await expect(outcome).rejects.toThrow(what);
  await expect(outcome).rejects.toThrow('was deleted meanwhile');
});

it('ends at once when a right is taken away, and says which', async () => {
  const platform = newPlatform();
  const refusal = new NotAllowedError('Could not read DryRun: may not get');
  failReads(platform, 'dryruns', [refusal]);
  await expect(runOn(platform.client, newRun())).rejects.toBe(refusal);
  expect(platform.calls.at(-1)).toBe('delete');
});

it('ends with what the platform fails with when its time is over', async () => {
  const platform = newPlatform();
  const begun = Date.now();
  const error = new NoAnswerError('no answer', 'ECONNREFUSED');
  const now = jest.spyOn(Date, 'now');
  platform.client.get = async () => {
    now.mockReturnValue(begun + 4 * 60_000);
    throw error;
  };
  try {
    await expect(runOn(platform.client, newRun())).rejects.toBe(error);
  } finally {
    now.mockRestore();
  }
});

it('gives Kratix time again after one in which the platform did not answer', async () => {
  const platform = newPlatform();
  const begun = Date.now();
  const now = jest.spyOn(Date, 'now');
  const { list } = platform.client;
  const answers = [
    () => {
      now.mockReturnValue(begun + 60_000);
      throw new NoAnswerError('no answer');
    },
    async () => ({ items: [] }),
  ];
  platform.client.list = async type => {
    const answer = type.plural === 'attics' ? answers.shift() : undefined;
    if (answer) return answer();
    platform.complete();
    return list(type);
  };
  try {
    expect(await runOn(platform.client, newRun())).toMatchObject({
      kind: 'done',
    });
  } finally {
    now.mockRestore();
  }
});
