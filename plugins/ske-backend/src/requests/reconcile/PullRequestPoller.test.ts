import { mockServices } from '@backstage/backend-test-utils';
import {
  NoAnswerError,
  RateLimitError,
  type ScmHosts,
} from '@syntasso/plugin-ske-node';
import { storedRequest } from '../../__testUtils__/storedRequest';
import { newStore } from '../../__testUtils__/actions';
import { PullRequestPoller } from './PullRequestPoller';

const url = (repo: string, number = 1) =>
  `https://git.example.org/o/${repo}/pull/${number}`;

/** A host that answers for each repository as it is told to. */
function hostThat(read: (repo: string) => void | 'closed') {
  const asked: string[] = [];
  const host = {
    host: 'git.example.org',
    webUrl: (repo: string) => `https://git.example.org/o/${repo}`,
    async read(repo: string, numbers: number[]) {
      asked.push(repo);
      const state = read(repo) ?? 'merged';
      return new Map(
        numbers.map(number => [
          number,
          {
            ...{ number, url: url(repo, number), state },
            ...{ review: 'none', checks: 'none', conflicts: false },
          },
        ]),
      );
    },
  };
  const hosts = {
    pullRequest: (address: string) => {
      const [, repo, number] = /o\/(.+)\/pull\/(\d+)/.exec(address)!;
      return { host, repo, number: Number(number) };
    },
  };
  return { asked, hosts: hosts as unknown as ScmHosts };
}

async function pollerOf(read: (repo: string) => void | 'closed') {
  const { asked, hosts } = hostThat(read);
  const store = await newStore();
  for (const repo of ['bad', 'good', 'better']) {
    const { record } = storedRequest({
      delivery: 'pull-request',
      pullRequest: {
        ...{ url: url(repo), state: 'open', review: 'none' },
        ...{ checks: 'none', conflicts: false },
      } as never,
    });
    await store.insert(
      { ...record, ref: { ...record.ref, name: repo } },
      { hasWholeManifest: true },
      { by: 'test', until: new Date() },
    );
  }
  const poller = new PullRequestPoller({
    ...{ store, hosts, logger: mockServices.logger.mock() },
    onEnd: async () => {},
  });
  const states = async () =>
    Object.fromEntries(
      (await store.listUnfinished()).map(({ record }) => [
        record.ref.name,
        record.pullRequest?.state,
      ]),
    );
  return { asked, store, poller, states };
}

it('leaves alone a repository that cannot be read, and asks about the others', async () => {
  const { asked, poller, states } = await pollerOf(repo => {
    if (repo === 'bad') throw new Error('there is no such repository');
  });
  await poller.pollUnmerged();
  expect(await states()).toEqual({
    ...{ bad: 'open', good: 'merged', better: 'merged' },
  });
  await poller.pollUnmerged();
  expect(asked).toEqual(['bad', 'good', 'better']);
});

it.each([
  ['asks to slow down', new RateLimitError('slow', new Date(Date.now() + 1e6))],
  ['does not answer', new NoAnswerError('nobody is there')],
])('leaves alone a host that %s', async (_, error) => {
  const { asked, poller } = await pollerOf(() => {
    throw error;
  });
  await poller.pollUnmerged();
  await poller.pollUnmerged();
  expect(asked).toEqual(['bad']);
});

it('reads the others of a repository where the host does not take one of them', async () => {
  const store = await newStore();
  for (const number of [1, 2]) {
    const { record } = storedRequest({
      delivery: 'pull-request',
      pullRequest: {
        ...{ url: url('repo', number), state: 'open', review: 'none' },
        ...{ checks: 'none', conflicts: false },
      } as never,
    });
    await store.insert(
      { ...record, ref: { ...record.ref, name: `r${number}` } },
      { hasWholeManifest: true },
      { by: 'test', until: new Date() },
    );
  }
  const { hosts, asked } = hostThat(() => {});
  const at = hosts.pullRequest(url('repo'))!;
  const { read } = at.host;
  at.host.read = async (repo, numbers) => {
    if (numbers.includes(1)) throw new Error('1 is too much for me');
    return read(repo, numbers);
  };
  const poller = new PullRequestPoller({
    ...{ store, hosts, logger: mockServices.logger.mock() },
    onEnd: async () => {},
  });
  await poller.pollUnmerged();
  const states = (await store.listUnfinished()).map(
    ({ record }) => record.pullRequest?.state,
  );
  expect(states).toEqual(['open', 'merged']);
  expect(asked).toEqual(['repo']);
});

it('ends a request of which a page has found out that its pull request is closed', async () => {
  const { store, poller, states } = await pollerOf(() => 'closed');
  const [first] = await store.listUnfinished();
  await poller.pollOne(first);
  expect(await states()).toMatchObject({ bad: 'closed' });
  await poller.pollUnmerged();
  expect(await states()).toEqual({});
  expect((await store.get(first.record.id))?.record.outcome).toBe('closed');
});
