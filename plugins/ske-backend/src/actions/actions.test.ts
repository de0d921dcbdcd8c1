import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { JsonObject } from '@backstage/types';
import {
  newResourceRequests,
  newTask,
  requestsInGit,
  runAction,
} from '../__testUtils__/actions';
import { newCachePromise } from '../__testUtils__/cachePromise';
import { makeTemporaryFolder } from '../__testUtils__/temporaryFolder';
import { createConfigureResourceAction } from './configureResource';
import { createDeleteResourceAction } from './deleteResource';
import { createPublishCatalogAction } from './publishCatalog';
import { createPullRequestAction } from './pullRequest';
import { createRecordRequestAction } from './recordRequest';
import { createWriteManifestAction } from './writeManifest';

const { promise, promiseName, ref, cache } = newCachePromise('Chest');
const file = (name: string) =>
  `kratix-requests/${promiseName}/default/${name}.yaml`;

// Real Git beside everything else that a test run does.
jest.setTimeout(30_000);

let bed: Awaited<ReturnType<typeof requestsInGit>>;
beforeAll(async () => {
  bed = await requestsInGit(promise);
});
afterAll(() => bed.stop());

describe('ske:configure-resource, in Git', () => {
  const configure = () => createConfigureResourceAction(bed.resourceRequests);

  it('commits the request, and writes down who asked for it', async () => {
    const task = newTask();
    const { outputs } = await runAction(
      configure(),
      { manifest: cache('one') },
      task,
    );
    expect(outputs).toEqual({
      commitsha: await bed.host.git('rev-parse', 'main'),
      // The Resource has no entity yet, and its request has one.
      entityRef: expect.stringMatching(
        /^component:default\/one-chest-request-\w{6}$/,
      ),
    });
    expect(await bed.host.git('log', '-1', '--format=%B')).toBe(
      'Apply Chest default/one\n\nRequested-by: user:default/mock',
    );
    // Also in the Resource itself, which outlives what is written down.
    expect(await bed.host.git('show', `main:${file('one')}`)).toContain(
      'ske.backstage.resource/requestedBy: user:default/mock',
    );
    const [{ record }] = await bed.store.listByResource(ref('one'));
    expect(outputs.entityRef).toBe(record.entityRef);
    expect(record).toMatchObject({
      action: 'Request',
      delivery: 'push',
      state: 'sent',
      requestedBy: 'user:default/mock',
      taskId: task.id,
    });
  });

  it('tells of no entity where there will be none', async () => {
    const manifest = cache('hidden').replace(
      'namespace: default',
      'namespace: default, labels: { kratix.io/backstage: "false" }',
    );
    const { outputs } = await runAction(configure(), { manifest });
    expect(outputs).toEqual({ commitsha: expect.any(String) });
    const [{ record, context }] = await bed.store.listByResource(ref('hidden'));
    expect(record.entityRef).toBeUndefined();
    expect(context.hasNoEntity).toBe(true);
  });

  it('does nothing more when the same task runs again, whatever it remembers', async () => {
    const task = newTask();
    const action = configure();
    const first = await runAction(action, { manifest: cache('two') }, task);
    const log = await bed.host.log();
    const kept = await runAction(action, { manifest: cache('two') }, task);
    const forgot = { ...task, checkpoints: new Map() };
    const again = await runAction(action, { manifest: cache('two') }, forgot);
    expect([kept.outputs, again.outputs]).toEqual([
      first.outputs,
      first.outputs,
    ]);
    expect(await bed.host.log()).toEqual(log);
    expect(await bed.store.listByResource(ref('two'))).toHaveLength(1);
  });

  it('keeps a secret that the form only names out of the repository too', async () => {
    const manifest = cache('named', 'ske-secret:SKE_FIELD_a1');
    const run = (secrets: Record<string, string>) =>
      runAction(configure(), { manifest }, newTask(secrets));
    await expect(run({ SKE_FIELD_a1: 'open-sesame' })).rejects.toThrow(
      'spec.size: holds a secret',
    );
    await expect(run({})).rejects.toThrow(
      'spec.size: is a secret that did not come with the task. Type it in again',
    );
    expect(await bed.host.files()).not.toContain(file('named'));
  });

  it('keeps secrets out of the repository, and of what is written down', async () => {
    const manifest = cache('secretive').replace(
      'size: small',
      'size: pa55word',
    );
    const task = newTask({ PASSWORD: 'pa55word' });
    await expect(
      runAction(configure(), { manifest }, task),
    ).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringMatching(/^spec\.size: holds a secret/),
    });
    expect(await bed.host.files()).not.toContain(file('secretive'));
    expect(await bed.store.listByResource(ref('secretive'))).toEqual([]);
  });

  it('refuses a version that is not the present one, and writes down why', async () => {
    await runAction(configure(), { manifest: cache('three') });
    const task = newTask({
      SKE_SEEN_VERSION: JSON.stringify({ resourceVersion: 'older' }),
    });
    await expect(
      runAction(configure(), { manifest: cache('three', 'large') }, task),
    ).rejects.toMatchObject({ name: 'ConflictError' });
    const [{ record }] = await bed.store.listByResource(ref('three'));
    expect(record).toMatchObject({
      action: 'Update',
      outcome: 'refused',
      message: expect.stringContaining('changed by somebody else'),
    });
    await expect(
      runAction(
        configure(),
        { manifest: cache('three') },
        newTask({ SKE_SEEN_VERSION: 'nonsense' }),
      ),
    ).rejects.toThrow('SKE_SEEN_VERSION');
  });

  it('tries without doing', async () => {
    const { log } = await runAction(
      configure(),
      { manifest: cache('four') },
      newTask(),
      true,
    );
    expect(log).toEqual(['The platform would accept Chest default/four']);
    expect(await bed.host.files()).not.toContain(file('four'));
  });
});

describe('ske:delete-resource', () => {
  it('removes the file, once', async () => {
    const action = createDeleteResourceAction(bed.resourceRequests);
    await runAction(createConfigureResourceAction(bed.resourceRequests), {
      manifest: cache('gone'),
    });
    const task = newTask();
    const { namespace: _, ...input } = ref('gone');
    const dry = await runAction(action, input, task, true);
    expect(dry.log).toEqual(['Would delete Chest default/gone']);
    const { outputs } = await runAction(action, input, task);
    expect(outputs.commitsha).toBe(await bed.host.git('rev-parse', 'main'));
    expect(await bed.host.files()).not.toContain(file('gone'));
    const again = await runAction(action, input, task);
    expect(again.outputs).toEqual(outputs);
    await expect(runAction(action, input)).rejects.toThrow('has no file');
  });
});

describe('ske:record-request', () => {
  const record = () => createRecordRequestAction(bed.resourceRequests);
  const input = (name: string, more: object = {}) => ({
    promiseName,
    name,
    namespace: 'default',
    action: 'Request',
    manifest: cache(name),
    ...more,
  });

  it('adds to what another step of the task has written down', async () => {
    const task = newTask();
    await runAction(
      createConfigureResourceAction(bed.resourceRequests),
      { manifest: cache('noted') },
      task,
    );
    await runAction(record(), input('noted'), task);
    expect(await bed.store.listByResource(ref('noted'))).toHaveLength(1);
  });

  it('writes down what an older Template has sent by its own actions', async () => {
    await runAction(
      record(),
      input('older', {
        pullRequestUrl: 'https://github.com/o/r/pull/7',
        requestsRepoUrl: 'github.com?owner=o&repo=r',
      }),
    );
    const [{ record: written }] = await bed.store.listByResource(ref('older'));
    expect(written).toMatchObject({
      state: 'sent',
      delivery: 'pull-request',
      pullRequest: { url: 'https://github.com/o/r/pull/7', state: 'open' },
      requestsRepoUrl: 'github.com?owner=o&repo=r',
    });
  });

  it.each([
    // eslint-disable-next-line no-script-url -- it is refused
    ['javascript:alert(1)', 'no https address'],
    ['http://github.com/o/r/pull/7', 'no https address'],
    ['https://evil.example.org/o/r/pull/7', 'no https address'],
    ['//github.com/o/r/pull/7', 'no https address'],
  ])('takes no pull request at %s', async (pullRequestUrl, words) => {
    const attempt = runAction(record(), input('linked', { pullRequestUrl }));
    await expect(attempt).rejects.toThrow(words);
    expect(await bed.store.listByResource(ref('linked'))).toEqual([]);
  });

  it.each([
    [{ name: 'other' }, 'name: is other'],
    [{ namespace: 'kube-system' }, 'namespace: is kube-system'],
    [{ promiseName: 'other' }, 'promiseName: is other'],
  ])('writes about what the manifest names only: %j', async (more, words) => {
    const attempt = runAction(record(), input('about', more));
    await expect(attempt).rejects.toThrow(words);
    expect(await bed.store.listByResource(ref('about'))).toEqual([]);
  });

  it('never writes down one without a namespace', async () => {
    await runAction(record(), input('nowhere', { namespace: '' }));
    const [{ record: written }] = await bed.store.listByResource(
      ref('nowhere'),
    );
    expect(written.ref.namespace).toBe('default');
  });
});

describe('ske:write-manifest', () => {
  const write = () => createWriteManifestAction(bed.resourceRequests);

  it('writes it, and makes the folders', async () => {
    const task = newTask();
    const { outputs } = await runAction(
      write(),
      { manifest: cache('a'), targetPath: 'deep/down/a.yaml' },
      task,
    );
    const path = join(task.workspacePath, 'deep/down/a.yaml');
    expect(outputs).toEqual({ manifestPath: path });
    expect(readFileSync(path, 'utf8')).toBe(cache('a'));
  });

  it.each([
    ['../a.yaml', 'leaves the workspace'],
    ['/etc/a.yaml', 'leaves the workspace'],
  ])('refuses %s', async (targetPath, expected) => {
    await expect(
      runAction(write(), { manifest: cache('a'), targetPath }),
    ).rejects.toThrow(expected);
  });

  it('follows no link out of the workspace', async () => {
    const task = newTask();
    const outside = makeTemporaryFolder('outside');
    symlinkSync(outside, join(task.workspacePath, 'link'));
    const input = { manifest: cache('a'), targetPath: 'link/a.yaml' };
    await expect(runAction(write(), input, task)).rejects.toThrow(
      'leaves the workspace',
    );
    expect(readdirSync(outside)).toEqual([]);
  });

  it('refuses what is no manifest', async () => {
    await expect(
      runAction(write(), { manifest: 'a: [', targetPath: 'a.yaml' }),
    ).rejects.toThrow('not valid YAML');
  });
});

describe('ske:pull-request', () => {
  const action = () => createPullRequestAction(bed.resourceRequests);

  it.each([
    [{ repoUrl: 'nonsense', manifest: cache('a') }, 'names no repository'],
    [
      { repoUrl: 'h.org?owner=o&repo=r', manifest: cache('a') },
      'is not among integrations',
    ],
    [{ repoUrl: 'h.org?owner=o&repo=r' }, 'manifest: is missing'],
    [
      { repoUrl: 'h.org?owner=o&repo=r', targetPath: 'none.yaml' },
      'there is no file none.yaml',
    ],
  ])('refuses %j, and says what to do', async (input, expected) => {
    await expect(runAction(action(), input)).rejects.toThrow(expected);
  });
});

describe('ske:publish-catalog', () => {
  async function publish(
    delivery: JsonObject = {},
    permissions = mockServices.permissions(),
  ) {
    const { host, origin } = new URL(bed.host.url);
    const access = { username: 'writer', password: 'writes' };
    const config = {
      backend: {
        workingDirectory: makeTemporaryFolder('publish'),
      },
      integrations: { gitea: [{ host, baseUrl: origin, ...access }] },
      ske: { delivery },
    };
    const made = await newResourceRequests(
      bed.resourceRequests.platformProvider,
      config,
      { permissions },
    );
    return createPublishCatalogAction(
      new ConfigReader(config),
      made.resourceRequests,
    );
  }

  it('needs the permission ske.catalog.publish', async () => {
    const task = newTask();
    writeFileSync(
      join(task.workspacePath, 'catalog-info.yaml'),
      'apiVersion: backstage.io/v1alpha1\nkind: Component\n',
    );
    const denying = mockServices.permissions({ result: AuthorizeResult.DENY });
    const input = {
      filePath: 'catalog-info.yaml',
      targetPath: 'a/catalog-info.yaml',
      repoUrl: `${new URL(bed.host.url).host}?owner=o&repo=requests`,
      branchName: 'main',
    };
    const allowing = { repositories: ['*'] };
    await expect(
      runAction(await publish(allowing, denying), input, task),
    ).rejects.toThrow('ske.catalog.publish');
  });

  it('goes nowhere hidden, nor where requests go, and is of Backstage for every reader', async () => {
    const task = newTask();
    const written = join(task.workspacePath, 'catalog-info.yaml');
    writeFileSync(written, 'apiVersion: backstage.io/v1alpha1\nkind: A\n');
    const { host } = new URL(bed.host.url);
    const repoUrl = `${host}?owner=o&repo=requests`;
    const publishTo = async (targetPath: string, delivery = {}) =>
      runAction(
        await publish({ repositories: ['*'], ...delivery }),
        {
          ...{ filePath: 'catalog-info.yaml', targetPath, repoUrl },
          branchName: 'main',
        },
        task,
      );
    const before = await bed.host.log();
    for (const path of ['.github/workflows/x.yaml', 'a/.gitlab-ci.yml']) {
      await expect(publishTo(path)).rejects.toThrow('is hidden');
    }
    await expect(
      publishTo('a.yaml', { requestsRepoUrl: repoUrl }),
    ).rejects.toThrow('is where requests go');
    // Which of them counts depends on who reads it.
    writeFileSync(
      written,
      'apiVersion: backstage.io/v1alpha1\nkind: A\napiVersion: v1\nkind: Secret\n',
    );
    await expect(publishTo('a.yaml')).rejects.toThrow('has one apiVersion');
    writeFileSync(
      written,
      'x: &k apiVersion\napiVersion: backstage.io/v1alpha1\nkind: A\n*k : v1\n',
    );
    await expect(publishTo('a.yaml')).rejects.toThrow('has one apiVersion');
    expect(await bed.host.log()).toEqual(before);
  });

  it('needs a file that is there, and a user name with a token', async () => {
    const input = {
      filePath: 'catalog-info.yaml',
      targetPath: 'a/catalog-info.yaml',
      repoUrl: `${new URL(bed.host.url).host}?owner=o&repo=requests`,
      branchName: 'main',
      token: 'secret',
    };
    const allowing = { repositories: ['*'] };
    await expect(runAction(await publish(), input)).rejects.toThrow(
      'there is no file catalog-info.yaml',
    );
    const task = newTask();
    const written = join(task.workspacePath, 'catalog-info.yaml');
    writeFileSync(written, 'apiVersion: v1\nkind: Secret\n');
    await expect(
      runAction(await publish(allowing), input, task),
    ).rejects.toThrow('is no catalog file');
    writeFileSync(written, 'apiVersion: backstage.io/v1alpha1\nkind: A\n');
    await expect(
      runAction(await publish(allowing), input, task),
    ).rejects.toThrow('needs a user name');
    // Whatever its token may write.
    await expect(runAction(await publish(), input, task)).rejects.toThrow(
      'ske.delivery.repositories',
    );
    await expect(
      runAction(
        await publish(allowing),
        { ...input, branchName: 'release' },
        task,
      ),
    ).rejects.toThrow('ske.delivery.targetBranches');
  });
});
