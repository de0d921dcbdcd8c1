import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  type DefinitivePolicyDecision,
} from '@backstage/plugin-permission-common';
import { basicAuth, GitRepository } from '@syntasso/plugin-ske-node';
import { http, passthrough } from 'msw';
import { setupServer } from 'msw/node';
import {
  newResourceRequests,
  newTask,
  requestsInGit,
  runAction,
  toolsOf,
} from '../__testUtils__/actions';
import { newCachePromise } from '../__testUtils__/cachePromise';
import { FakeGitHost } from '../__testUtils__/gitHosts/GitHost';
import { github } from '../__testUtils__/gitHosts/github';
import { createConfigureResourceAction } from '../actions/configureResource';
import { createPullRequestAction } from '../actions/pullRequest';
import { createRecordRequestAction } from '../actions/recordRequest';

// What is in a repository stays there, for everybody who may read it: a secret is
// typed wherever a request can hold one, and looked for in all branches, pull
// requests and rows.

const MARKER = 'open-sesame';
const { promise, promiseName, ref } = newCachePromise('Safe');
const { apiVersion } = ref('any');
const manifest = (name: string, spec: object, metadata: object = {}) =>
  JSON.stringify({
    ...{ apiVersion, kind: 'Safe' },
    metadata: { name, namespace: 'default', ...metadata },
    spec: { size: 'small', ...spec },
  });

// Real Git beside everything else that a test run does.
jest.setTimeout(60_000);

const msw = setupServer(
  // Git itself is real.
  http.all('http://127.0.0.1*/*', () => passthrough()),
);
const gitHost = new FakeGitHost();
let mayUpdate = true;
const decide = ({
  permission,
}: {
  permission: { name: string };
}): DefinitivePolicyDecision => ({
  result:
    permission.name === 'ske.resource.update' && !mayUpdate
      ? AuthorizeResult.DENY
      : AuthorizeResult.ALLOW,
});
let folder: string;
let repository: GitRepository;
let bed: Awaited<ReturnType<typeof requestsInGit>>;
let made: Awaited<ReturnType<typeof newResourceRequests>>;
beforeAll(async () => {
  msw.listen({ onUnhandledRequest: 'error' });
  msw.use(...github.handlers(gitHost));
  bed = await requestsInGit(promise);
  folder = mkdtempSync(join(tmpdir(), 'ske-secrets-in-git-'));
  repository = new GitRepository({
    remote: {
      url: bed.host.url,
      headers: async () => basicAuth('writer', 'writes'),
    },
    author: { name: 'SKE', email: 'ske@backstage.io' },
    folder,
  });
  made = await newResourceRequests(
    bed.resourceRequests.platformProvider,
    {
      integrations: github.integrations as never,
      ske: { delivery: { repositories: ['*'] } },
    },
    {
      open: () => repository,
      permissions: {
        ...mockServices.permissions(),
        authorize: async asked => asked.map(decide),
        authorizeConditional: async asked => asked.map(decide),
      },
    },
  );
});
afterAll(async () => {
  msw.close();
  await repository.close();
  await bed.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What holds a secret, by its key, its looks, or its task. */
const SECRETIVE = {
  'a key that says so': { adminPassword: MARKER },
  'a key that says so, deep in a list': { users: [{ apiToken: MARKER }] },
  'an address with a password': { url: `https://x:${MARKER}@example.org/` },
  'a private key': {
    file: `-----BEGIN PRIVATE KEY-----\n${MARKER}\n-----END PRIVATE KEY-----`,
  },
  'what the task has for a secret': { size: MARKER },
  'what stands for a secret of the task': { size: 'ske-secret:SKE_FIELD_one' },
};

/** Everything that somebody could read who should not. */
async function everythingKept(name: string): Promise<string> {
  return JSON.stringify([
    await bed.host.git('log', '--all', '-p', '--format=%B'),
    gitHost.pulls,
    await made.store.listByResource(ref(name)),
    made.auditor.createEvent.mock.calls,
    made.auditEvent.fail.mock.calls.map(([{ error }]) => error.message),
  ]);
}

const { repoUrl } = github;
/** Every way that a request goes into a repository. */
const WAYS = {
  'ske:configure-resource': (text: string) =>
    runAction(
      createConfigureResourceAction(made.resourceRequests),
      { manifest: text },
      newTask({ SKE_FIELD_one: MARKER }),
    ),
  'ske:pull-request': (text: string) =>
    runAction(
      createPullRequestAction(made.resourceRequests),
      { repoUrl, manifest: text },
      newTask({ SKE_FIELD_one: MARKER }),
    ),
  'ske:record-request': (text: string) =>
    runAction(
      createRecordRequestAction(made.resourceRequests),
      {
        ...{ promiseName, name: 'ignored', namespace: 'default' },
        ...{ action: 'Request', manifest: text },
      },
      newTask({ SKE_FIELD_one: MARKER }),
    ),
  'configure-resource': (text: string) =>
    toolsOf(made.resourceRequests)('configure-resource', { manifest: text }),
  'propose-resource': (text: string) =>
    toolsOf(made.resourceRequests)('propose-resource', {
      ...{ manifest: text, repoUrl, action: 'Request' },
    }),
};
const cases = Object.keys(WAYS).flatMap(way =>
  Object.keys(SECRETIVE)
    // Agents bring no secrets that a task could have.
    .filter(
      what =>
        !/-resource$/.test(way) ||
        way.startsWith('ske:') ||
        !what.includes('task'),
    )
    .map(what => [what, way] as const),
);

it.each(cases)('keeps %s out, by %s', async (what, way) => {
  const name = `safe-${cases.findIndex(
    one => one[0] === what && one[1] === way,
  )}`;
  const before = await bed.host.git('rev-parse', '--branches');
  const spec = SECRETIVE[what as keyof typeof SECRETIVE];
  const outcome = await WAYS[way as keyof typeof WAYS](
    manifest(name, spec),
  ).then(
    () => 'taken',
    (error: Error) => error.message,
  );
  expect(outcome).not.toContain(MARKER);
  // What was sent elsewhere is only written down.
  const isRefused = way !== 'ske:record-request';
  expect(outcome).toMatch(isRefused ? /holds a secret/ : /./);
  expect(await bed.host.git('rev-parse', '--branches')).toBe(before);
  expect(await everythingKept(name)).not.toContain(MARKER);
});

it.each(
  Object.keys(WAYS).flatMap(way => [
    [way, { annotations: { apiToken: MARKER } }] as const,
    [way, { labels: { apiToken: MARKER } }] as const,
    [
      way,
      {
        annotations: {
          'ske.backstage.component/description': `at postgres://a:${MARKER}@db/x`,
        },
      },
    ] as const,
  ]),
)('keeps out what is in metadata, by %s: %j', async (way, metadata) => {
  const name = 'safe-metadata';
  const before = await bed.host.git('rev-parse', '--branches');
  const outcome = await WAYS[way as keyof typeof WAYS](
    manifest(name, {}, metadata),
  ).then(
    () => 'taken',
    (error: Error) => error.message,
  );
  const isRefused = way !== 'ske:record-request';
  expect(outcome).toMatch(isRefused ? /holds a secret/ : /./);
  expect(await bed.host.git('rev-parse', '--branches')).toBe(before);
  expect(await everythingKept(name)).not.toContain(MARKER);
});

describe('what somebody else proposes and does not exist yet', () => {
  const requester = (person: string) => ({
    credentials: mockCredentials.user(`user:default/${person}`),
    caller: { kind: 'person' as const },
    by: `user:default/${person}`,
  });
  const proposal = (size: string) => JSON.parse(manifest('proposed', { size }));
  const propose = (person: string, size: string) =>
    made.resourceRequests.propose(
      requester(person),
      proposal(size),
      'Request',
      {
        repoUrl,
      },
    );

  it('is changed only by who may update', async () => {
    await propose('anna', 'small');
    const [{ title }] = gitHost.pulls.slice(-1);
    mayUpdate = false;
    await expect(propose('bert', 'large')).rejects.toThrow(
      'ske.resource.update',
    );
    // Nor by another way, which would take the place of theirs.
    await expect(
      made.resourceRequests.configure(requester('bert'), proposal('large')),
    ).rejects.toThrow('ske.resource.update');
    const [{ record }] = await made.store.listByResource(ref('proposed'));
    expect(record).toMatchObject({
      requestedBy: 'user:default/anna',
      state: 'sent',
      manifest: expect.stringContaining('small'),
    });
    expect(gitHost.pulls.slice(-1)[0].title).toBe(title);
    // Who has asked may think again, and who may update may help.
    await propose('anna', 'medium');
    mayUpdate = true;
    await propose('bert', 'large');
    expect(await bed.host.git('log', '--all', '-p')).toContain('large');
    // It stays the request of who has made it first.
    const [{ record: helped }] = await made.store.listByResource(
      ref('proposed'),
    );
    expect(helped).toMatchObject({
      requestedBy: 'user:default/bert',
      manifest: expect.stringContaining(
        'ske.backstage.resource/requestedBy: user:default/anna',
      ),
    });
  });
});

it('masks secrets in the words of a pull request', async () => {
  const token = `ghp_${'a1B2'.repeat(9)}`;
  await runAction(
    createPullRequestAction(made.resourceRequests),
    {
      ...{ repoUrl, manifest: manifest('worded', {}) },
      ...{ title: `Safe with ${MARKER}`, description: `By ${token}` },
    },
    newTask({ SKE_FIELD_one: MARKER }),
  );
  expect(gitHost.pulls.slice(-1)[0].title).toContain('Safe with');
  const kept = await everythingKept('worded');
  expect(kept).not.toContain(MARKER);
  expect(kept).not.toContain(token);
});
