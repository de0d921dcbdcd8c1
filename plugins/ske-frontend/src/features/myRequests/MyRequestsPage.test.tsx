import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  firstResources,
  type RequestRecord,
  type ResourcesPage,
  type ResourcesQuery,
  type ResourceSummary,
} from '@syntasso/plugin-ske-common';
import {
  FakeSkeApi,
  offeringSummary,
  promiseEntity,
  renderWithEntity,
  resourcesPage,
  resourceSummary,
} from '../../__testUtils__';
import { onPhone } from '../../__testUtils__/onPhone';
import { MyRequestsCard } from './MyRequestsCard';
import { MyRequestsPage } from './MyRequestsPage';

const ref = (name: string, kind = 'Redis') => ({
  apiVersion: 'marketplace.example.org/v1',
  kind,
  name,
  namespace: 'web',
});
const row = (name: string, kind = 'Redis') =>
  resourceSummary(name, {
    ref: ref(name, kind),
    entityRef: `component:default/${name}`,
    promise: { name: kind.toLowerCase(), title: kind },
    requestedBy: 'user:default/anna',
  });
const record = (name: string, more: Partial<RequestRecord>): RequestRecord => ({
  id: `id-${name}`,
  promise: 'redis',
  ref: ref(name),
  action: 'Request',
  delivery: 'push',
  state: 'sent',
  recordedAt: '2026-01-01T10:00:00Z',
  ...more,
});
const pullRequest: NonNullable<RequestRecord['pullRequest']> = {
  url: 'https://git.example.org/1',
  state: 'open',
  review: 'none',
  checks: 'none',
  conflicts: false,
};

async function draw(
  rows: ResourceSummary[],
  more: Partial<ResourcesPage> = {},
  records: RequestRecord[] = [],
) {
  const api = new FakeSkeApi();
  api.summaries = [offeringSummary()];
  api.page = resourcesPage(rows, more);
  api.records = records;
  await renderWithEntity(
    <MyRequestsPage createHref="/create" />,
    promiseEntity(),
    api,
  );
  return { api, person: userEvent.setup() };
}

it('shows what is one’s own of every Promise, with all that is to know and to do', async () => {
  const failed: ResourceSummary = {
    ...row('orders', 'Queue'),
    health: {
      state: 'failed',
      reason: { code: 'pipelineFailed', values: {} },
    },
  };
  const { api } = await draw([failed, row('cache')]);
  const table = await screen.findByRole('table', { name: 'My requests' });
  const [, first, second] = within(table).getAllByRole('row');
  for (const text of ['orders', 'Queue', 'web', 'team-a', /anna/]) {
    expect(first).toHaveTextContent(text);
  }
  expect(first).toHaveTextContent('Setting it up failed.');
  expect(
    await within(first).findByRole('button', { name: 'Retry orders' }),
  ).toBeVisible();
  expect(within(second).queryByRole('button')).not.toBeInTheDocument();
  expect(
    within(second).getByRole('link', { name: 'Open cache' }),
  ).toHaveAttribute('href', '/catalog/default/component/cache/kratix');
  // Their own, with what needs attention first.
  expect(api.queries[0]).toEqual({
    ...firstResources,
    ...{ mine: true, sort: 'health' },
  });
});

it('asks the backend for a part of them, and another order', async () => {
  const { api, person } = await draw([row('cache')], {
    ...{ total: 30, matching: 30, attention: 3 },
    byHealth: { ready: 27, failed: 2, degraded: 1 },
  });
  const asked = (changes: Partial<ResourcesQuery>) =>
    waitFor(() =>
      expect(api.queries[api.queries.length - 1]).toEqual({
        ...firstResources,
        mine: true,
        ...changes,
      }),
    );
  await person.click(
    await screen.findByRole('button', { name: /Filter by health/ }),
  );
  await person.click(
    await screen.findByRole('option', { name: 'Needs attention (3)' }),
  );
  await asked({ sort: 'health', attention: true });
  await person.click(screen.getByRole('button', { name: 'Requested by me' }));
  await asked({ sort: 'health', attention: true, requestedByMe: true });
  await person.click(screen.getByRole('button', { name: 'Service' }));
  await asked({ sort: 'promise', attention: true, requestedByMe: true });
  await person.type(screen.getByRole('searchbox'), 'redis');
  await asked({
    sort: 'promise',
    attention: true,
    requestedByMe: true,
    search: 'redis',
  });
});

it('leads to the Create page who has requested nothing yet, once', async () => {
  await draw([]);
  expect(
    await screen.findByText('You have not requested anything yet.'),
  ).toBeInTheDocument();
  expect(
    screen.getByRole('link', { name: 'Request something' }),
  ).toHaveAttribute('href', '/create');
  expect(screen.queryByRole('table')).not.toBeInTheDocument();
});

it('sends whoever finds no Promise to the platform team', async () => {
  const api = new FakeSkeApi();
  api.page = resourcesPage([]);
  const pageElement = <MyRequestsPage createHref="/create" />;
  await renderWithEntity(pageElement, promiseEntity(), api);
  expect(
    await screen.findByText(/^No Promises yet.* Ask your platform team/),
  ).toBeVisible();
  expect(screen.queryByText(/have not requested/)).not.toBeInTheDocument();
});

it('says what was looked for and not found, and offers all of one’s own', async () => {
  const { api, person } = await draw([], { total: 3, byHealth: { ready: 3 } });
  await person.click(
    await screen.findByRole('button', { name: 'Requested by me' }),
  );
  expect(
    await screen.findByText('Nothing found for: Requested by me.'),
  ).toBeInTheDocument();
  await person.click(screen.getByRole('button', { name: 'Show all' }));
  await waitFor(() =>
    expect(api.queries.at(-1)).toEqual({
      ...firstResources,
      ...{ mine: true, sort: 'health' },
    }),
  );
});

it('tells what waits for approval, or for long, and where', async () => {
  await draw([row('cache')], {}, [
    record('new', { pullRequest }),
    record('cache', { action: 'Update', pullRequest }),
    record('slow', {}),
    record('quick', { recordedAt: new Date().toISOString() }),
  ]);
  const list = await screen.findByRole('list', { name: 'On their way' });
  const [first, second, third, ...others] =
    within(list).getAllByRole('listitem');
  expect(first).toHaveTextContent('Request waiting for approval.');
  expect(
    within(first).getByRole('link', { name: 'Open the pull request' }),
  ).toHaveAttribute('href', 'https://git.example.org/1');
  expect(second).toHaveTextContent('Update waiting for approval.');
  expect(third).toHaveTextContent(
    'Request submitted, waiting for the platform.',
  );
  expect(others).toEqual([]);
  // Also where its Resource is.
  const table = screen.getByRole('table', { name: 'My requests' });
  expect(
    within(table).getByRole('link', { name: 'Open the pull request' }),
  ).toBeInTheDocument();
});

it('says below what it shows that updates are lost, so that nothing moves', async () => {
  const { api } = await draw([row('cache')]);
  const table = await screen.findByRole('table', { name: 'My requests' });
  const since = new Date().toISOString();
  act(() =>
    api.send({
      kind: 'freshness',
      freshness: { state: 'stale', since, reason: 'no answer' },
    }),
  );
  const banner = await screen.findByRole('alert');
  expect(banner).toHaveTextContent('Live updates lost');
  expect(table.compareDocumentPosition(banner)).toBe(
    Node.DOCUMENT_POSITION_FOLLOWING,
  );
  act(() => api.send({ kind: 'freshness', freshness: { state: 'live' } }));
  await waitFor(() => expect(banner).not.toBeInTheDocument());
});

describe('on a phone', () => {
  onPhone();

  it('has the same facts below each other', async () => {
    await draw([row('cache')]);
    const table = await screen.findByRole('table', { name: 'My requests' });
    const [item] = within(table).getAllByRole('row');
    for (const text of ['cache', 'ServiceRedis', 'Namespaceweb', /anna/]) {
      expect(item).toHaveTextContent(text);
    }
    expect(within(table).queryByRole('columnheader')).not.toBeInTheDocument();
    expect(screen.getByText('Sort by')).toBeInTheDocument();
  });

  it('has the name of each as its title', async () => {
    const unlinked: ResourceSummary = {
      ...row('orders'),
      entityRef: undefined,
    };
    await draw([row('cache'), unlinked]);
    const link = await screen.findByRole('link', { name: 'cache' });
    const [, second] = screen.getAllByRole('rowheader');
    const title = { fontWeight: 600 };
    expect(link).toHaveStyle(title);
    expect(second).toHaveStyle(title);
  });
});

describe('the card of a home page', () => {
  const drawCard = async (rows: ResourceSummary[]) => {
    const api = new FakeSkeApi();
    api.summaries = [offeringSummary()];
    api.page = resourcesPage(rows);
    await renderWithEntity(
      <MyRequestsCard href="/my-requests" createHref="/create" />,
      promiseEntity(),
      api,
    );
    return api;
  };

  it('has the first of them, and leads to all', async () => {
    await drawCard([row('cache')]);
    const list = await screen.findByRole('list', { name: 'My requests' });
    expect(within(list).getByRole('link', { name: 'cache' })).toHaveAttribute(
      'href',
      '/catalog/default/component/cache/kratix',
    );
    expect(
      screen.getByRole('link', { name: 'All my requests' }),
    ).toHaveAttribute('href', '/my-requests');
  });

  it('offers what helps', async () => {
    await drawCard([
      {
        ...row('cache'),
        health: {
          state: 'paused',
          reason: { code: 'suspended', values: { message: 'Ask Ada.' } },
        },
      },
    ]);
    const list = await screen.findByRole('list', { name: 'My requests' });
    expect(
      await within(list).findByRole('button', { name: 'Release cache' }),
    ).toBeVisible();
  });

  it('says beside that link that updates are lost', async () => {
    const api = await drawCard([row('cache')]);
    const link = await screen.findByRole('link', { name: 'All my requests' });
    const since = new Date().toISOString();
    act(() =>
      api.send({
        kind: 'freshness',
        freshness: { state: 'stale', since, reason: 'no answer' },
      }),
    );
    const lost = await screen.findByText(/^Live updates lost/);
    expect(link.parentElement).toContainElement(lost);
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('leads to the Create page who has none', async () => {
    await drawCard([]);
    expect(
      await screen.findByRole('link', { name: 'Request something' }),
    ).toHaveAttribute('href', '/create');
  });
});
