import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { ScmHosts } from '../ScmHosts';

const hosts = new ScmHosts(
  ScmIntegrations.fromConfig(
    new ConfigReader({
      integrations: {
        azure: [
          {
            host: 'dev.azure.com',
            credentials: [{ personalAccessToken: 'az-token' }],
          },
        ],
      },
    }),
  ),
);
const PULL =
  'https://dev.azure.com/platform/Team%20A/_git/requests/pullrequest/7';
const API =
  'https://dev.azure.com/platform/Team%20A/_apis/git/repositories/requests/pullRequests';
const { host, repo } = hosts.pullRequest(PULL)!;

const fetched = jest.spyOn(globalThis, 'fetch');
const answer = (...responses: Response[]) =>
  responses.forEach(response => fetched.mockResolvedValueOnce(response));
/** Addresses without the query. */
const asked = () =>
  fetched.mock.calls.map(
    ([url, init]) => `${init?.method} ${String(url).split('?')[0]}`,
  );
const queryOf = (index: number) =>
  Object.fromEntries(
    new URL(String(fetched.mock.calls[index][0])).searchParams,
  );

afterEach(() => fetched.mockReset());
afterAll(() => fetched.mockRestore());

it('reads a pull request and its checks, with the credential of integrations', async () => {
  answer(
    Response.json({
      pullRequestId: 7,
      status: 'active',
      mergeStatus: 'conflicts',
      reviewers: [{ vote: 10 }, { vote: -5 }],
    }),
    Response.json({ count: 1, value: [{ state: 'pending' }] }),
  );
  expect(await hosts.read(PULL)).toEqual({
    number: 7,
    url: PULL,
    state: 'open',
    review: 'changesRequested',
    checks: 'running',
    conflicts: true,
  });
  expect(asked()).toEqual([`GET ${API}/7`, `GET ${API}/7/statuses`]);
  expect(queryOf(0)).toEqual({ 'api-version': '6.0' });
  expect(queryOf(1)).toEqual({ 'api-version': '6.0-preview.1' });
  expect(fetched.mock.calls[0][1]?.headers).toEqual({
    Authorization: `Basic ${btoa(':az-token')}`,
    'x-tfs-fedauthredirect': 'Suppress',
    accept: 'application/json',
  });
});

it('finds those between two branches, without those of forks', async () => {
  const closedDate = '2026-01-02T00:00:00Z';
  answer(
    Response.json({
      value: [
        { pullRequestId: 1, status: 'abandoned', closedDate },
        { pullRequestId: 2, status: 'active', forkSource: { name: 'refs/x' } },
        { pullRequestId: 3, status: 'completed', closedDate },
      ],
    }),
  );
  const found = await host.find(repo, { branch: 'redis', base: 'main' });
  expect(found.map(({ number, state }) => [number, state])).toEqual([
    [3, 'merged'],
    [1, 'closed'],
  ]);
  expect(found[0].endedAt).toBe('2026-01-02T00:00:00.000Z');
  expect(asked()).toEqual([`GET ${API}`]);
  expect(queryOf(0)).toEqual({
    'api-version': '6.0',
    'searchCriteria.sourceRefName': 'refs/heads/redis',
    'searchCriteria.targetRefName': 'refs/heads/main',
    'searchCriteria.status': 'all',
    $top: '200',
  });
});

it('opens one, and changes it', async () => {
  answer(Response.json({ pullRequestId: 7, status: 'active' }));
  const text = { title: 'Request a Redis', description: 'For a test.' };
  const opened = await host.open(repo, {
    ...text,
    branch: 'redis',
    base: 'main',
  });
  expect(opened).toMatchObject({ number: 7, url: PULL, state: 'open' });
  answer(Response.json({}));
  await host.update(repo, 7, text);
  expect(asked()).toEqual([`POST ${API}`, `PATCH ${API}/7`]);
  const bodies = fetched.mock.calls.map(([, init]) =>
    JSON.parse(String(init?.body)),
  );
  expect(bodies).toEqual([
    {
      ...text,
      sourceRefName: 'refs/heads/redis',
      targetRefName: 'refs/heads/main',
    },
    text,
  ]);
});

it('has nothing for one that is gone', async () => {
  answer(new Response('', { status: 404 }));
  expect(await hosts.read(PULL)).toBeUndefined();
});

it.each([
  [
    'a page to sign in',
    new Response('<html>Sign in</html>', { status: 203 }),
    'it did not accept the credential',
  ],
  [
    'an answer of another shape',
    Response.json({ id: 7 }),
    'it answered 200 (not as documented: pullRequestId: ',
  ],
])('%s is an error that says what to do', async (_, response, text) => {
  answer(response);
  await expect(hosts.read(PULL)).rejects.toThrow(text);
});
