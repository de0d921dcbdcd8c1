import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  firstResources,
  type PlatformOverview,
  type RequestRecord,
} from '@syntasso/plugin-ske-common';
import {
  FakeSkeApi,
  platformHealth,
  platformOverview,
  platformParts,
  promiseEntity,
  renderWithEntity,
  resourcesPage,
  resourceSummary,
} from '../../__testUtils__';
import { PlatformPage } from './PlatformPage';

const failedRow = resourceSummary('orders', {
  entityRef: 'component:default/orders',
  requestedBy: 'user:default/anna',
  health: { state: 'failed', reason: { code: 'pipelineFailed', values: {} } },
});

async function draw(
  view: Partial<PlatformOverview> = {},
  prepare: (api: FakeSkeApi) => void = () => {},
) {
  const api = new FakeSkeApi({
    kind: 'platform',
    view: platformOverview(view),
  });
  prepare(api);
  await renderWithEntity(<PlatformPage />, promiseEntity(), api);
  return api;
}

const isLoading = () =>
  screen.queryByRole('status', { name: 'Loading Platform' }) !== null;

const healthButton = () =>
  screen.findByRole('button', { name: /^Platform health/ });

it('says in one sentence that all is well, and of what', async () => {
  await draw();
  expect(
    await screen.findByText('All is well: 1 Promise, 2 of 3 Resources ready.'),
  ).toBeInTheDocument();
  expect(document.querySelector('[data-health="ready"]')).toHaveTextContent(
    'Ready',
  );
  expect(await screen.findByText('Nothing needs attention.')).toBeVisible();
});

it('draws all sections at once, when the list that they begin with is there too', async () => {
  const lists = new FakeSkeApi();
  lists.answer = false;
  const api = await draw({}, one => {
    one.allResources = query => lists.storeOf(query);
  });
  await waitFor(() =>
    expect(api.platformOverview().getState().kind).toBe('live'),
  );
  expect(isLoading()).toBe(true);
  for (const name of [/^Platform health/, 'Retry']) {
    expect(screen.queryByRole('button', { name })).not.toBeInTheDocument();
  }
  expect(screen.queryByText(/^All is well/)).not.toBeInTheDocument();
  act(() =>
    lists.send({ kind: 'resources', page: resourcesPage(), order: [] }),
  );
  expect(await screen.findByText(/^All is well/)).toBeVisible();
  expect(isLoading()).toBe(false);
  expect(screen.getByText('Nothing needs attention.')).toBeVisible();
  expect(screen.getByRole('list', { name: 'Promises' })).toBeVisible();
  expect(await healthButton()).toBeVisible();
});

it('has every Promise with its health, and how its Resources are', async () => {
  const [redis] = platformOverview().offerings;
  await draw({
    offerings: [
      redis,
      {
        ...redis,
        ...{ name: 'base', title: 'Base', offers: false, needsAttention: true },
        health: {
          state: 'failed',
          reason: { code: 'pipelineFailed', values: {} },
        },
        resources: { total: 0, byHealth: {}, attention: 0 },
        denied: 'bases is forbidden',
      },
    ],
  });
  const list = await screen.findByRole('list', { name: 'Promises' });
  const [first, second] = within(list).getAllByRole('listitem');
  expect(within(first).getByRole('link', { name: 'Redis' })).toHaveAttribute(
    'href',
    '/catalog/default/component/redis-promise/kratix',
  );
  expect(first).toHaveTextContent('3 Resources');
  expect(within(first).getByLabelText('Ready: 2')).toBeInTheDocument();
  expect(within(first).getByLabelText('In progress: 1')).toBeInTheDocument();
  expect(second).toHaveTextContent('offers nothing to request');
  expect(second).toHaveTextContent('Setting it up failed.');
  expect(second).toHaveTextContent('bases is forbidden');
  expect(screen.getByText('1 Promise needs attention.')).toBeInTheDocument();
});

it('says of an empty platform how a first Promise is installed', async () => {
  await draw({
    offerings: [],
    resources: { total: 0, byHealth: {}, attention: 0 },
  });
  expect(
    await screen.findByText(/^No Promises yet\. Install the first one/),
  ).toBeVisible();
  expect(
    screen.getByRole('region', { name: 'Command that installs a Promise' }),
  ).toHaveTextContent(/^kubectl apply -f https:.*promise\.yaml$/);
  expect(
    screen.getByRole('link', { name: /Kratix Marketplace/ }),
  ).toHaveAttribute('href', 'https://docs.kratix.io/marketplace');
});

it('lists what needs attention with its cause and its requester, the worst first', async () => {
  const api = await draw(
    { resources: { total: 3, byHealth: { failed: 1 }, attention: 1 } },
    one => {
      one.page = resourcesPage([failedRow]);
    },
  );
  expect(
    await screen.findByText('1 Resource needs attention.'),
  ).toBeInTheDocument();
  expect(api.queries[0]).toEqual({
    ...firstResources,
    ...{ attention: true, sort: 'health' },
  });
  const table = await screen.findByRole('table', { name: 'Needs attention' });
  const [, row] = within(table).getAllByRole('row');
  for (const text of ['Redis', 'web', 'Setting it up failed.', /anna/]) {
    expect(row).toHaveTextContent(text);
  }
  expect(
    await within(row).findByRole('button', { name: 'Retry orders' }),
  ).toBeVisible();
  expect(within(row).getByRole('link', { name: 'orders' })).toHaveAttribute(
    'href',
    '/catalog/default/component/orders/kratix',
  );
});

it('says of Destinations and state stores why they are not ready', async () => {
  await draw({
    parts: [
      platformParts('controller', []),
      platformParts('destination', [
        {
          kind: 'Destination',
          name: 'edge',
          health: 'notReady',
          reason: 'StateStoreWriteFailed',
          message: 'AccessDenied: no',
          storedIn: { kind: 'BucketStateStore', name: 'main' },
        },
      ]),
      platformParts('stateStore', []),
    ],
  });
  const list = await screen.findByRole('list', { name: 'Destinations' });
  expect(list).toHaveTextContent('edge');
  expect(list).toHaveTextContent('stored in BucketStateStore main');
  expect(list).toHaveTextContent('access denied');
  expect(screen.getByText('1 Destination needs attention.')).toBeVisible();
  expect(screen.getByText(/it is not known whether Kratix runs/)).toBeVisible();
});

it('says which right is missing, and does not call that well', async () => {
  const denied = { state: 'denied', reason: 'forbidden by RBAC' } as const;
  await draw({
    parts: [
      {
        role: 'controller',
        resource: 'deployments.apps',
        namespace: 'kratix-platform-system',
        seen: denied,
      },
      {
        role: 'destination',
        resource: 'destinations.platform.kratix.io',
        seen: denied,
      },
    ],
  });
  expect(
    await screen.findByText(/not everything can be seen: 1 Promise/),
  ).toBeVisible();
  expect(
    screen.getByText(
      /may not list and watch deployments.apps in namespace kratix-platform-system/,
    ),
  ).toBeVisible();
  expect(
    screen.getByText(
      /may not list and watch destinations.platform.kratix.io.*forbidden by RBAC/,
    ),
  ).toBeVisible();
});

it('tells how many Resources run which version, and leads to what an upgrade changes', async () => {
  const [redis] = platformOverview().offerings;
  await draw({
    offerings: [
      {
        ...redis,
        inUse: [
          { version: 'v1', resources: 5 },
          { version: 'v2', resources: 1 },
          { version: 'v0', resources: 1 },
        ],
      },
      { ...redis, name: 'kafka', title: 'Kafka' },
    ],
  });
  const list = await screen.findByRole('list', { name: 'Versions in use' });
  const [first, second] = within(list).getAllByRole('listitem');
  expect(first).toHaveTextContent('v2 (newest): 1 · v1: 5 · v0: 1');
  expect(
    within(first).getByRole('link', { name: 'What an upgrade changes: Redis' }),
  ).toHaveAttribute(
    'href',
    '/catalog/default/component/redis-promise/kratix#versions',
  );
  // All of them run the newest one.
  expect(within(second).queryByText('What an upgrade changes')).toBeNull();
});

/** A request whose pull request is open. */
const proposed = (name: string): RequestRecord => ({
  ...{ id: name, promise: 'redis', ref: { ...failedRow.ref, name } },
  action: 'Request',
  delivery: 'pull-request',
  state: 'sent',
  recordedAt: '2026-01-01T10:00:00Z',
  requestedBy: 'user:default/bert',
  pullRequest: {
    url: `https://git.example.org/${name}`,
    state: 'open',
    review: 'none',
    checks: 'none',
    conflicts: false,
  },
});

it('has what waits for a review, of whoever has asked for it', async () => {
  await draw({}, api => {
    api.waitingPages = [{ items: [proposed('one')], more: 0 }];
  });
  const list = await screen.findByRole('list', { name: 'Waiting for review' });
  expect(list).toHaveTextContent('Request waiting for approval.');
  expect(list).toHaveTextContent(/requested by bert/i);
  expect(
    within(list).getByRole('link', { name: 'Open the pull request' }),
  ).toHaveAttribute('href', 'https://git.example.org/one');
  expect(screen.queryByText(/more\.$/)).not.toBeInTheDocument();
});

it('says how many more wait, and leads to them and back', async () => {
  await draw({}, api => {
    api.waitingPages = [
      { items: [proposed('one')], more: 1, next: '1' },
      { items: [proposed('two')], more: 0 },
    ];
  });
  const list = await screen.findByRole('list', { name: 'Waiting for review' });
  expect(screen.getByText(/Up to 1 more\.$/)).toBeVisible();
  const next = screen.getByRole('button', { name: 'Show next' });
  const previous = screen.getByRole('button', { name: 'Show previous' });
  expect(previous).toBeDisabled();
  await userEvent.click(next);
  await waitFor(() => expect(list).toHaveTextContent('two'));
  expect(next).toBeDisabled();
  await userEvent.click(previous);
  await waitFor(() => expect(list).toHaveTextContent('one'));
});

it('says since when Backstage cannot reach the platform, and keeps what was known', async () => {
  const api = await draw();
  await screen.findByText(/^All is well/);
  const since = new Date(Date.now() - 60_000).toISOString();
  act(() =>
    api.send({
      kind: 'freshness',
      freshness: { state: 'stale', since, reason: 'no answer' },
    }),
  );
  expect(
    await screen.findByText(/^Backstage has not reached the platform since/),
  ).toBeVisible();
  expect(screen.getByRole('list', { name: 'Promises' })).toBeVisible();
});

it('says in words which permission is missing, and nothing else', async () => {
  await draw({}, api => {
    api.health = async () => {
      throw Object.assign(new Error('You lack ske.platform.read.'), {
        ...{ name: 'ResponseError', statusCode: 403 },
      });
    };
  });
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'ske.platform.read',
  );
  expect(screen.queryByRole('list')).not.toBeInTheDocument();
});

it('has how the platform is reached at its end, collapsed where that is well', async () => {
  await draw();
  const button = await healthButton();
  expect(await screen.findByText('all is well')).toBeVisible();
  expect(button).toHaveAttribute('aria-expanded', 'false');
  await userEvent.click(button);
  expect(button).toHaveAttribute('aria-expanded', 'true');
  expect(screen.getByText('v1.36.3')).toBeVisible();
});

it('opens that where a right is missing', async () => {
  await draw({}, api => {
    const [credential] = platformHealth().credentials;
    const [right] = credential.rights;
    api.platformHealth = platformHealth({
      credentials: [{ ...credential, rights: [{ ...right, allowed: false }] }],
    });
  });
  expect(await screen.findByText(/1 of 1 rights are missing/)).toBeVisible();
  expect(await healthButton()).toHaveAttribute('aria-expanded', 'true');
});

it('asks how the platform is reached again when it is lost, and when it answers again', async () => {
  const api = await draw();
  expect(await screen.findByText('all is well')).toBeVisible();
  const reason = 'connect ECONNREFUSED';
  const since = new Date(Date.now() - 60_000).toISOString();
  api.platformHealth = platformHealth({ reachable: { state: 'no', reason } });
  act(() =>
    api.send({
      kind: 'freshness',
      freshness: { state: 'stale', since, reason: 'no answer' },
    }),
  );
  expect(await screen.findByText(reason)).toBeVisible();
  expect(screen.queryByText('all is well')).not.toBeInTheDocument();
  api.platformHealth = platformHealth();
  act(() => api.send({ kind: 'freshness', freshness: { state: 'live' } }));
  expect(await screen.findByText('all is well')).toBeVisible();
  expect(screen.queryByText(reason)).not.toBeInTheDocument();
  // What somebody may be reading stays open.
  expect(await healthButton()).toHaveAttribute('aria-expanded', 'true');
});

it('says that there is nothing to look at where only a repository is read', async () => {
  const api = new FakeSkeApi({ kind: 'gone', message: 'no cluster' });
  await renderWithEntity(<PlatformPage />, promiseEntity(), api);
  expect(
    await screen.findByText('Only a repository is read here'),
  ).toBeVisible();
  expect(await healthButton()).toBeVisible();
});
