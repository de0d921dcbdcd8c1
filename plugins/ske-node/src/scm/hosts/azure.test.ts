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

it('knows a repository with a space in its name by its address, and gives the same', async () => {
  const url = PULL.replace('requests', 'All%20requests');
  answer(Response.json({ pullRequestId: 7, status: 'completed' }));
  expect(await hosts.read(url)).toMatchObject({ url, state: 'merged' });
  expect(asked()).toEqual([
    `GET ${API.replace('requests', 'All%20requests')}/7`,
  ]);
  const spaced = hosts.repository(
    'dev.azure.com?organization=platform&project=Team+A&repo=All+requests',
  );
  expect(`${spaced.host.webUrl(spaced.repo)}/pullrequest/7`).toBe(url);
});

it.each([
  'https://dev.azure.com/platform/Team%20A/_git/../pullrequest/7',
  'https://dev.azure.com/platform/%2E%2E/_git/requests/pullrequest/7',
  'https://dev.azure.com/platform%2F..%2Fother/Team/_git/requests/pullrequest/7',
  'https://dev.azure.com/platform?a=b/Team/_git/requests/pullrequest/7',
  'https://dev.azure.com/platform/%E0%A4%A/_git/requests/pullrequest/7',
])('takes no address that leads elsewhere: %s', url => {
  expect(hosts.pullRequest(url)).toBeUndefined();
});

it('takes JSON from a proxy that has changed it', async () => {
  answer(
    Response.json({ pullRequestId: 7, status: 'completed' }, { status: 203 }),
  );
  expect(await hosts.read(PULL)).toMatchObject({ state: 'merged' });
});

it('names the cause where nobody answers', async () => {
  fetched.mockRejectedValueOnce(
    Object.assign(new TypeError('fetch failed'), {
      cause: { code: 'ECONNREFUSED' },
    }),
  );
  await expect(hosts.read(PULL)).rejects.toThrow(
    'it does not answer (ECONNREFUSED)',
  );
});

it.each([
  [
    'a redirect to a page to sign in',
    new Response(null, {
      status: 302,
      headers: { location: 'https://login.example.org/sign-in?for=az' },
    }),
    'it redirects to login.example.org, which is not followed. Renew the credential, if that is a page to sign in',
  ],
  [
    'a page in place of JSON',
    new Response('<html>az-token</html>'),
    'it answered 200 (not JSON)',
  ],
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
