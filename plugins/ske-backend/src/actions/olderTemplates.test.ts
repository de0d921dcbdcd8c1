import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import scaffolder from '@backstage/plugin-scaffolder-backend';
import githubActions from '@backstage/plugin-scaffolder-backend-module-github';
import { eventually, testKubeconfig } from '@internal/testbed';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { http, HttpResponse, passthrough } from 'msw';
import { setupServer } from 'msw/node';
import { startBackend, type TestBackend } from '../__testUtils__/backend';
import { newCachePromise, newClient } from '../__testUtils__/cachePromise';
import { FakeGitHost } from '../__testUtils__/gitHosts/GitHost';
import { github } from '../__testUtils__/gitHosts/github';
import { person } from '../__testUtils__/templates';

// Templates as the commercial controllers generate them. They are in people's catalogs,
// and have to go on working.

const { promise, promiseName, ref, query, type } = newCachePromise('Tin');
const { apiVersion, kind } = ref('any');
const client = newClient();
const API = 'https://api.github.com/repos/platform/requests';

const metadata = `
    - title: Tin Instance Metadata
      required: [objname, objnamespace]
      properties:
        objname: { title: Name, type: string }
        objnamespace: { title: Namespace, type: string, default: default }
    - title: Specification
      properties:
        spec:
          type: object
          properties:
            size: { type: string, enum: [small, large] }
`;
const manifest = `
          apiVersion: ${apiVersion}
          kind: ${kind}
          metadata:
            name: \${{ parameters.objname }}
            namespace: \${{ parameters.objnamespace }}
          spec: \${{ parameters.spec | dump }}
`;
const template = (name: string, body: string) => `
apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata: { name: ${name}, title: Tin }
spec:
  type: kratix-resource
  owner: kratix-platform
  parameters:${metadata}${body}`;

const push = template(
  'older-push',
  `  steps:
    - id: ske-configure-resource
      name: Request Tin
      action: ske:configure-resource
      input:
        manifest: |${manifest}
    - id: record-request
      name: Record request
      action: ske:record-request
      input:
        promiseName: ${promiseName}
        name: \${{ parameters.objname }}
        namespace: \${{ parameters.objnamespace }}
        action: Request
        manifest: |${manifest}`,
);

const path = `kratix-requests/${promiseName}/\${{ parameters.objnamespace }}/\${{ parameters.objname }}.yaml`;
const pullRequest = template(
  'older-pull-request',
  `    - title: Repository & Credentials
      required: [repoUrl]
      properties:
        repoUrl: { title: Repository, type: string, ui:field: RepoUrlPicker }
        prAction: { type: string, default: Request }
        catalogPhase: { type: string, default: pending-review }
  steps:
    - id: write-manifest
      name: Write manifest
      action: ske:write-manifest
      input:
        targetPath: ${path}
        manifest: |${manifest}
    - id: pull-request
      name: Open pull request
      action: publish:github:pull-request
      input:
        repoUrl: \${{ parameters.repoUrl }}
        branchName: backstage/${promiseName}/\${{ parameters.objname }}
        targetBranchName: main
        title: Request Tin \${{ parameters.objnamespace }}/\${{ parameters.objname }}
        description: Requested through Backstage
        update: true
    - id: record-request
      name: Record request
      action: ske:record-request
      input:
        promiseName: ${promiseName}
        name: \${{ parameters.objname }}
        namespace: \${{ parameters.objnamespace }}
        action: \${{ parameters.prAction }}
        pullRequestUrl: \${{ steps['pull-request'].output.remoteUrl }}
        requestsRepoUrl: \${{ parameters.repoUrl }}
        manifest: |${manifest}`,
);

const gitHost = new FakeGitHost();
/** Files of the branches that were made. */
const trees: { path: string; content: string }[][] = [];
const msw = setupServer(
  http.all('http://localhost*/*', () => passthrough()),
  http.all('http://127.0.0.1*/*', () => passthrough()),
  http.all('https://127.0.0.1*/*', () => passthrough()),
  ...github.handlers(gitHost),
  // What its own action asks of GitHub besides pull requests.
  http.get(API, () =>
    HttpResponse.json({ default_branch: 'main', permissions: { push: true } }),
  ),
  http.get(`${API}/commits`, () =>
    HttpResponse.json([{ sha: 'c0', commit: { tree: { sha: 't0' } } }]),
  ),
  http.post(`${API}/git/blobs`, async ({ request }) => {
    const { content } = (await request.json()) as { content: string };
    return HttpResponse.json({ sha: content });
  }),
  http.post(`${API}/git/trees`, async ({ request }) => {
    const { tree } = (await request.json()) as {
      tree: { path: string; sha: string }[];
    };
    trees.push(
      tree.map(({ path: at, sha }) => ({
        path: at,
        // Its fake blobs are called what is in them.
        content: Buffer.from(sha, 'base64').toString(),
      })),
    );
    return HttpResponse.json({ sha: `t${trees.length}` });
  }),
  http.post(`${API}/git/commits`, () =>
    HttpResponse.json({ sha: `c${trees.length}` }),
  ),
  http.post(`${API}/git/refs`, () => HttpResponse.json({})),
);

let backend: TestBackend;
let folder: string;
let anna: ReturnType<typeof person>;

beforeAll(async () => {
  msw.listen({ onUnhandledRequest: 'error' });
  folder = mkdtempSync(join(tmpdir(), 'ske-older-'));
  const target = join(folder, 'templates.yaml');
  writeFileSync(target, `${push}\n---${pullRequest}\n`);
  await client.create(resourceTypes.promises, promise);
  backend = await startBackend({
    features: [scaffolder, githubActions, schedulerServiceFactory],
    config: {
      integrations: github.integrations,
      catalog: {
        rules: [{ allow: ['Component', 'Template', 'Location'] }],
        locations: [{ type: 'file', target }],
      },
      ske: {
        kubernetes: { kubeconfig: testKubeconfig() },
        pendingRequests: { refreshSeconds: 1 },
        delivery: { repositories: ['github.com/platform/*'] },
      },
    },
  });
  anna = person(backend.api);
  await eventually('the Templates', async () => {
    const found = await anna.entities('kind=template,metadata.title=Tin');
    return found.length >= 2;
  });
}, 90_000);
afterAll(async () => {
  await client.delete(resourceTypes.promises, { name: promiseName });
  await backend.stop();
  msw.close();
  rmSync(folder, { recursive: true, force: true });
});

const values = (name: string) => ({
  objname: name,
  objnamespace: 'default',
  spec: { size: 'small' },
});

it('runs the one that pushes', async () => {
  await eventually(
    'its API',
    async () =>
      (await client.list(type).catch(() => ({ items: undefined }))).items !==
      undefined,
  );
  const done = await anna.run('template:default/older-push', values('one'));
  expect(done).toMatchObject({ status: 'completed', error: undefined });
  const key = { namespace: 'default', name: 'one' };
  expect((await client.get(type, key)).spec).toEqual({ size: 'small' });
  const records = await anna.requests(query('one'));
  // What records by itself is not recorded again by the step after it.
  expect(records).toHaveLength(1);
  expect(records[0]).toMatchObject({ action: 'Request', delivery: 'push' });
}, 60_000);

it("runs the one that proposes, by GitHub's own action", async () => {
  const repoUrl = 'github.com?owner=platform&repo=requests';
  const done = await anna.run('template:default/older-pull-request', {
    ...values('two'),
    repoUrl,
    prAction: 'Request',
  });
  expect(done).toMatchObject({ status: 'completed', error: undefined });
  expect(trees.flat().map(file => file.path)).toEqual([
    `kratix-requests/${promiseName}/default/two.yaml`,
  ]);
  expect(trees.flat()[0].content).toContain('name: two');
  const [record] = await anna.requests(query('two'));
  expect(record).toMatchObject({
    action: 'Request',
    delivery: 'pull-request',
    state: 'sent',
    pullRequest: { url: 'https://github.com/platform/requests/pull/1' },
    requestsRepoUrl: repoUrl,
  });
  const pending = await eventually('the request in the catalog', async () => {
    const found = await anna.entities(
      'kind=component,metadata.tags=pending,metadata.annotations.kratix.io/name=two',
    );
    return found.length > 0 && found;
  });
  expect(pending[0].metadata.annotations).toMatchObject({
    'kratix.io/phase': 'pending-review',
    'kratix.io/pull-request-url': 'https://github.com/platform/requests/pull/1',
  });
}, 60_000);
