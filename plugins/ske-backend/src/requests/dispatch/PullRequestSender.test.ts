import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { startGitServer, type GitServer } from '@internal/testbed';
import { requestPath } from '@syntasso/plugin-ske-common';
import { basicAuth, GitRepository, ScmHosts } from '@syntasso/plugin-ske-node';
import { passthrough, http } from 'msw';
import { setupServer } from 'msw/node';
import { azure } from '../../__testUtils__/gitHosts/azure';
import { bitbucketCloud } from '../../__testUtils__/gitHosts/bitbucketCloud';
import { bitbucketServer } from '../../__testUtils__/gitHosts/bitbucketServer';
import {
  FakeGitHost,
  type FakeGitHostKind,
} from '../../__testUtils__/gitHosts/GitHost';
import { gitea } from '../../__testUtils__/gitHosts/gitea';
import { github } from '../../__testUtils__/gitHosts/github';
import { gitlab } from '../../__testUtils__/gitHosts/gitlab';
import { storedRequest } from '../../__testUtils__/storedRequest';
import { PullRequestSender } from './PullRequestSender';
import type { StoredRequest } from '../store/requestRow';

const kinds: [string, FakeGitHostKind][] = [
  github,
  gitlab,
  gitea,
  bitbucketCloud,
  bitbucketServer,
  azure,
].map(kind => [kind.name, kind]);

// Real Git beside everything else that a test run does.
jest.setTimeout(30_000);

let git: GitServer;
let folder: string;
const msw = setupServer(
  // Git itself is real.
  http.all('http://127.0.0.1*/*', () => passthrough()),
);

beforeAll(async () => {
  git = await startGitServer();
  folder = mkdtempSync(join(tmpdir(), 'ske-hosts-'));
  msw.listen({ onUnhandledRequest: 'error' });
});
afterAll(async () => {
  msw.close();
  await git.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(kinds)('pull requests at %s', (name, kind) => {
  let gitHost: FakeGitHost;
  let hosts: ScmHosts;
  let pullRequests: PullRequestSender;
  let repository: Awaited<ReturnType<GitServer['create']>>;
  let count = 0;
  let open: StoredRequest[] = [];
  const store = { listUnfinishedByPullRequest: async () => open };

  beforeEach(async () => {
    count += 1;
    gitHost = new FakeGitHost();
    msw.use(...kind.handlers(gitHost));
    repository = await git.create(`${name.replace(/\W/g, '')}-${count}`, {
      'README.md': 'Requests',
    });
    hosts = new ScmHosts(
      ScmIntegrations.fromConfig(
        new ConfigReader({ integrations: kind.integrations }),
      ),
    );
    pullRequests = new PullRequestSender(
      hosts,
      () =>
        new GitRepository({
          remote: {
            url: repository.url,
            headers: async () => basicAuth('writer', 'writes'),
          },
          author: { name: 'SKE', email: 'ske@backstage.io' },
          folder,
        }),
    );
  });
  afterEach(() => {
    open = [];
    return pullRequests.close();
  });

  const request = (size: string) =>
    storedRequest(
      {
        delivery: 'pull-request',
        manifest: `apiVersion: marketplace.example.org/v1\nkind: Redis\nmetadata: { name: cache, namespace: default }\nspec: { size: ${size} }\n`,
      },
      {
        target: {
          repoUrl: kind.repoUrl,
          branch: 'backstage/redis/cache',
          base: 'main',
          path: requestPath({
            promise: 'redis',
            namespace: 'default',
            name: 'cache',
          }),
          title: `Request a ${size} Redis`,
          description: 'From a test.',
        },
      },
    );

  it('first run: a branch with one file, and a pull request', async () => {
    const sent = await pullRequests.send(request('small'), store);
    expect(sent).toMatchObject({
      pullRequest: { url: kind.pullUrl(1), state: 'open' },
      requestsRepoUrl: kind.repoUrl,
      note: undefined,
    });
    expect(gitHost.pulls).toEqual([
      expect.objectContaining({
        branch: 'backstage/redis/cache',
        base: 'main',
        title: 'Request a small Redis',
        description: 'From a test.',
      }),
    ]);
    expect(await repository.files('backstage/redis/cache')).toEqual([
      'README.md',
      'kratix-requests/redis/default/cache.yaml',
    ]);
    // With the credential that integrations have, and no other.
    expect([...gitHost.authorizations].every(one => one !== '')).toBe(true);
  });

  it('re-run: the same pull request, with what is asked for now', async () => {
    await pullRequests.send(request('small'), store);
    const again = await pullRequests.send(request('large'), store);
    expect(again.pullRequest?.url).toBe(kind.pullUrl(1));
    expect(gitHost.pulls).toEqual([
      expect.objectContaining({ title: 'Request a large Redis' }),
    ]);
    const same = await pullRequests.send(request('large'), store);
    expect(same.pullRequest?.url).toBe(kind.pullUrl(1));
    expect(await repository.log('backstage/redis/cache')).toHaveLength(3);
  });

  it('re-run of a deletion: the same pull request', async () => {
    const path = 'kratix-requests/redis/default/cache.yaml';
    const { record } = request('small');
    await repository.commit(path, record.manifest!);
    const deletion = storedRequest(
      { action: 'Delete', delivery: 'pull-request' },
      {
        target: {
          repoUrl: kind.repoUrl,
          branch: 'backstage/redis/cache-delete',
          base: 'main',
          path,
          title: 'Delete Redis',
          description: '',
        },
      },
    );
    await pullRequests.send(deletion, store);
    const again = await pullRequests.send(deletion, store);
    expect(again.pullRequest?.url).toBe(kind.pullUrl(1));
    expect(gitHost.pulls).toHaveLength(1);
    expect(await repository.files('backstage/redis/cache-delete')).toEqual([
      'README.md',
    ]);
  });

  it('leaves the branch and the pull request of another request alone', async () => {
    const mine = request('small');
    // One that waits at a host that app-config had before is in nobody's way.
    const gone = storedRequest(
      { delivery: 'pull-request', recordedAt: '2025-01-01T00:00:00Z' },
      {
        target: { ...mine.context.target!, repoUrl: 'gone.org?owner=o&repo=r' },
      },
    );
    gone.record.ref = { ...gone.record.ref, name: 'gone' };
    open = [gone];
    const { pullRequest } = await pullRequests.send(mine, store);
    const theirs = request('large');
    theirs.record.ref = { ...theirs.record.ref, name: 'theirs' };
    const earlier = { ...mine.record, recordedAt: '2025-12-31T00:00:00Z' };
    for (const taken of [
      // Written down before, and perhaps killed before it was noted as sent.
      { ...mine, record: earlier },
      // By an action that is not ours, which says nothing of a branch.
      storedRequest({ delivery: 'pull-request', pullRequest }),
    ]) {
      open = [taken];
      await expect(pullRequests.send(theirs, store)).rejects.toThrow(
        'is the branch of Redis default/cache',
      );
    }
    expect(gitHost.pulls).toEqual([
      expect.objectContaining({ title: 'Request a small Redis' }),
    ]);
    expect(await repository.log('backstage/redis/cache')).toHaveLength(2);
  });

  it('is not taken in by a fork that has a branch of the same name', async () => {
    gitHost.open({
      ...{ branch: 'backstage/redis/cache', base: 'main', fork: true },
      ...{ title: 'Take me for it', description: '' },
    });
    const sent = await pullRequests.send(request('small'), store);
    expect(sent.pullRequest?.url).toBe(kind.pullUrl(2));
    expect(gitHost.pulls[0].title).toBe('Take me for it');
  });

  it.each(['closed', 'merged'] as const)(
    '%s: a new one, and why',
    async state => {
      await pullRequests.send(request('small'), store);
      gitHost.pulls[0].state = state;
      const anew = await pullRequests.send(request('large'), store);
      expect(anew).toMatchObject({
        pullRequest: { url: kind.pullUrl(2), state: 'open' },
        note: expect.stringContaining(`(${kind.pullUrl(1)}) was ${state}`),
      });
    },
  );

  it('no permission: says so, and what to do', async () => {
    gitHost.trouble = 'forbidden';
    await expect(
      pullRequests.send(request('small'), store),
    ).rejects.toMatchObject({
      name: 'NotAllowedError',
      message: expect.stringContaining('integrations in app-config'),
    });
  });

  it('branch protected: says so, in the words of the host', async () => {
    repository.refusePushes(kind.protectedWords);
    await expect(
      pullRequests.send(request('small'), store),
    ).rejects.toMatchObject({
      name: 'NotAllowedError',
      message: expect.stringContaining('the branch is protected'),
    });
    expect(gitHost.pulls).toEqual([]);
  });

  it('rate-limited: says until when', async () => {
    gitHost.trouble = 'limited';
    const error = await pullRequests
      .send(request('small'), store)
      .catch(e => e);
    expect(error).toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining('asks to slow down'),
    });
    const seconds = (error.until.getTime() - Date.now()) / 1000;
    // Two minutes, or one where a library keeps the host's word to itself.
    expect([6, 12]).toContain(Math.round(seconds / 10));
  });

  it('tells how many stand, by their addresses', async () => {
    await pullRequests.send(request('small'), store);
    const found = hosts.pullRequest(kind.pullUrl(1))!;
    expect(found.number).toBe(1);
    expect(await hosts.read(kind.pullUrl(1))).toMatchObject({
      state: 'open',
      review: 'none',
      checks: 'none',
    });
    Object.assign(gitHost.pulls[0], { approved: true, failing: true });
    gitHost.open({ branch: 'other', base: 'main', title: '', description: '' });
    const read = await found.host.read(found.repo, [1, 2, 99]);
    expect([...read.keys()].sort()).toEqual([1, 2]);
    expect(read.get(1)).toMatchObject({
      state: 'open',
      review: 'approved',
      checks: 'failing',
    });
    gitHost.pulls[0].state = 'merged';
    expect(await hosts.read(kind.pullUrl(1))).toMatchObject({
      state: 'merged',
    });
    expect(hosts.pullRequest('https://elsewhere.example.org/1')).toBe(
      undefined,
    );
  });
});
