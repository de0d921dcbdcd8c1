import { startRequestsRepository } from '../__testUtils__/gitPlatform';
import { platformProviderOf } from '../__testUtils__/platformProvider';
import { checkPlatformHealth } from './platformHealth';

// Real Git beside everything else that a test run does.
jest.setTimeout(30_000);

let bed: Awaited<ReturnType<typeof startRequestsRepository>>;
beforeAll(async () => {
  bed = await startRequestsRepository();
});
afterAll(() => bed.stop());

const health = () =>
  checkPlatformHealth(
    platformProviderOf({
      kind: 'gitops',
      clusterProvider: undefined,
      repository: bed.repository,
    }),
    { caller: undefined, mode: 'gitops', discovery: true },
  );

it('tells how the repository is, where there is no cluster', async () => {
  await bed.host.commit(
    'kratix-requests/redis/default/cache.yaml',
    'apiVersion: example.org/v1\nkind: Redis\nmetadata: { name: cache }\n',
  );
  expect(await health()).toMatchObject({
    reachable: { state: 'none' },
    discovery: { state: 'off' },
    credentials: [],
    repository: {
      url: bed.host.url,
      branch: 'main',
      path: '',
      readable: { state: 'yes', requests: 1 },
    },
  });
});

it('tells what is wrong with it', async () => {
  await bed.host.git('branch', '-m', 'main', 'trunk');
  const { repository } = await health();
  expect(repository?.readable).toEqual({
    state: 'no',
    reason: expect.stringMatching(/branch main/i),
  });
});
