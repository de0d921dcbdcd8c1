import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { testGitea, type GiteaRepository } from '@internal/testbed';
import { basicAuth, GitRepository } from '@syntasso/plugin-ske-node';
import { kratix, makeOfferingComponent } from '@syntasso/plugin-ske-common';
import {
  newResourceRequests,
  newTask,
  runAction,
} from '../../__testUtils__/actions';
import { newCachePromise } from '../../__testUtils__/cachePromise';
import { platformProviderOf } from '../../__testUtils__/platformProvider';
import { createPublishCatalogAction } from '../../actions/publishCatalog';
import { ResourceFiles } from './ResourceFiles';
import { RequestsRepository } from './RequestsRepository';

const AT_ONCE = 100;
const gitea = testGitea();
const { promise, promiseName, ref } = newCachePromise('Case');
const folder = mkdtempSync(join(tmpdir(), 'ske-gitea-test-'));
const { name: username, password } = gitea.accounts.robot;

let remote: GiteaRepository;
let requests: RequestsRepository;

beforeAll(async () => {
  remote = await gitea.create(`gitops-${promiseName}`);
  requests = new RequestsRepository(
    new ResourceFiles({
      repository: new GitRepository({
        remote: {
          url: `${remote.url}.git`,
          headers: async () => basicAuth(username, password),
        },
        author: { name: 'SKE', email: 'ske@backstage.io' },
        folder,
      }),
      branch: 'main',
      path: '',
    }),
  );
}, 60_000);
afterAll(async () => {
  await requests.close();
  rmSync(folder, { recursive: true, force: true });
});

it(`takes ${AT_ONCE} requests at once, while others commit too, and loses none`, async () => {
  const platform = platformProviderOf(
    { kind: 'gitops', clusterProvider: undefined, repository: requests },
    [
      makeOfferingComponent(kratix.offeringOf(promise), {
        component: 'case',
        template: undefined,
      }),
    ],
  ).forCaller({ kind: 'service' });
  const names = Array.from({ length: AT_ONCE }, (_, n) => `case-${n}`);
  const others = ['one', 'two', 'three'];
  const [receipts] = await Promise.all([
    Promise.all(
      names.map(name => {
        const { apiVersion, kind, namespace } = ref(name);
        return platform.apply({
          apiVersion,
          kind,
          metadata: { name, namespace },
          spec: { size: 'small' },
        });
      }),
    ),
    (async () => {
      for (const other of others) {
        await remote.commit(`others/${other}.md`, `${other}\n`);
      }
    })(),
  ]);
  expect(receipts.map(({ kind }) => kind)).toEqual(
    names.map(() => 'committed'),
  );
  const files = await remote.files();
  expect(files).toEqual(
    expect.arrayContaining([
      ...names.map(
        name => `kratix-requests/${promiseName}/default/${name}.yaml`,
      ),
      ...others.map(other => `others/${other}.md`),
    ]),
  );
  // Each has a commit of its own, that says what it is.
  const log = (await remote.log()).filter(one => one.startsWith('Apply Case'));
  expect(new Set(log).size).toBe(AT_ONCE);
  expect(log).toHaveLength(AT_ONCE);
}, 120_000);

const ONE = 'apiVersion: backstage.io/v1alpha1\nkind: One\n';

describe('ske:publish-catalog', () => {
  const input = {
    filePath: 'catalog-info.yaml',
    targetPath: 'resources/default/case/one/catalog-info.yaml',
    branchName: 'main',
  };

  async function publish(more: object, access?: object) {
    const config = {
      backend: { workingDirectory: folder },
      integrations: {
        gitea: [{ host: gitea.host, baseUrl: gitea.url, ...access }],
      },
      ske: { delivery: { repositories: [remote.repoUrl] } },
    };
    const { pullRequests, resourceRequests } = await newResourceRequests(
      platformProviderOf({
        kind: 'gitops',
        clusterProvider: undefined,
        repository: requests,
      }),
      config,
    );
    const task = newTask();
    writeFileSync(join(task.workspacePath, 'catalog-info.yaml'), ONE);
    try {
      return await runAction(
        createPublishCatalogAction(new ConfigReader(config), resourceRequests),
        { ...input, repoUrl: remote.repoUrl, ...more },
        task,
      );
    } finally {
      await pullRequests.close();
    }
  }

  it('commits a file with what integrations has for the host', async () => {
    const { outputs } = await publish({}, { username, password });
    expect(outputs).toMatchObject({
      targetPath: input.targetPath,
      commitSha: expect.stringMatching(/^[0-9a-f]{40}$/),
    });
    expect(await remote.read(input.targetPath)).toBe(ONE);
    expect((await remote.log())[0]).toBe(
      `chore: publish catalog entity at ${input.targetPath}`,
    );
  });

  it('commits with a token of its own, in words of its own', async () => {
    await publish({
      targetPath: 'two.yaml',
      token: password,
      username,
      commitMessage: 'Two',
    });
    expect(await remote.read('two.yaml')).toBe(ONE);
    expect((await remote.log())[0]).toBe('Two');
  });

  it('says who has no right to push', async () => {
    await expect(
      publish({ targetPath: 'three.yaml', token: 'wrong', username }),
    ).rejects.toThrow(/refused|not allowed|credential|token/i);
    expect(await remote.read('three.yaml')).toBeUndefined();
  });
});
