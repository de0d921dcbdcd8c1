import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import {
  firstResources,
  type ResourcesQuery,
  type ResourceSummary,
} from '@syntasso/plugin-ske-common';
import {
  FakeSkeApi,
  promiseEntity,
  promiseView,
  renderWithEntity,
  resourcesPage,
  resourceSummary,
} from '../../__testUtils__';
import { ResourcesCard } from './ResourcesCard';

const row = (number: number) => resourceSummary(`cache-${number}`);

async function draw(count: number, more: Parameters<typeof resourcesPage>[1]) {
  const view = promiseView();
  const api = new FakeSkeApi({ kind: 'promise', view });
  api.page = resourcesPage(
    Array.from({ length: count }, (_, index) => row(index)),
    more,
  );
  await renderWithEntity(<ResourcesCard view={view} />, promiseEntity(), api);
  await screen.findByRole('table', { name: 'Requests' });
  const person = userEvent.setup();
  return { person, api };
}

async function choose(person: UserEvent, health: string) {
  await person.click(screen.getByRole('button', { name: /Filter by health/ }));
  await person.click(await screen.findByRole('option', { name: health }));
}

it('asks the backend for another order, page, and part', async () => {
  const { person, api } = await draw(10, {
    total: 5_000,
    matching: 5_000,
    byHealth: { ready: 4_990, failed: 8, degraded: 2 },
    attention: 10,
  });
  const asked = (changes: Partial<ResourcesQuery>) =>
    waitFor(() =>
      expect(api.queries[api.queries.length - 1]).toEqual({
        ...firstResources,
        ...changes,
      }),
    );
  await person.click(screen.getByRole('button', { name: 'Age' }));
  await asked({ sort: 'age' });
  await person.click(screen.getByRole('button', { name: 'Age' }));
  await asked({ sort: 'age', descending: true });
  await person.click(screen.getByRole('button', { name: 'Next table page' }));
  await asked({ sort: 'age', descending: true, offset: 10 });
  await person.click(screen.getByRole('button', { name: 'Mine' }));
  await asked({ sort: 'age', descending: true, mine: true });
  await choose(person, 'Needs attention (10)');
  await asked({ sort: 'age', descending: true, mine: true, attention: true });
  await person.type(screen.getByRole('searchbox'), 'cache-4');
  await asked({
    sort: 'age',
    descending: true,
    mine: true,
    attention: true,
    search: 'cache-4',
  });
});

it('says what was looked for and not found, and offers all', async () => {
  const { person, api } = await draw(0, {
    total: 3,
    byHealth: { ready: 2, unknown: 1 },
    attention: 1,
  });
  await choose(person, 'Unknown (1)');
  await person.click(screen.getByRole('button', { name: 'Mine' }));
  expect(
    await screen.findByText('Nothing found for: Unknown, Mine.'),
  ).toBeInTheDocument();
  expect(api.queries.at(-1)).toMatchObject({ health: 'unknown', mine: true });
  await person.click(screen.getByRole('button', { name: 'Show all' }));
  await waitFor(() => expect(api.queries.at(-1)).toEqual(firstResources));
});

it('says once what the health of the rows does not know', async () => {
  const hidden: ResourceSummary = {
    ...row(0),
    health: {
      state: 'ready',
      reason: { code: 'deliveriesHidden', values: {} },
    },
  };
  const api = new FakeSkeApi({ kind: 'promise', view: promiseView() });
  api.page = resourcesPage([hidden, { ...hidden, uid: 'other' }]);
  await renderWithEntity(
    <ResourcesCard view={promiseView()} />,
    promiseEntity(),
    api,
  );
  expect(
    await screen.findByText('In place. Where it runs cannot be shown here.'),
  ).toBeInTheDocument();
});

it('says that none is theirs, and leads back to all', async () => {
  const { person, api } = await draw(2, { total: 7, matching: 7 });
  api.page = resourcesPage([], { total: 7, byHealth: { ready: 7 } });
  await person.click(screen.getByRole('button', { name: 'Mine' }));
  expect(
    await screen.findByText('None of these 7 requests is yours.'),
  ).toBeInTheDocument();
  api.page = resourcesPage([row(0)], { total: 7, matching: 7 });
  await person.click(screen.getByRole('button', { name: 'Show all' }));
  expect(await screen.findByText('cache-0')).toBeInTheDocument();
  expect(api.queries[api.queries.length - 1]).toEqual(firstResources);
});

it('says who has requested one, where that is known', async () => {
  await draw(2, {
    rows: [{ ...row(0), requestedBy: 'user:default/anna' }, row(1)],
  });
  const [, first, second] = screen.getAllByRole('row');
  expect(first).toHaveTextContent(/requested by .*anna/);
  expect(second).not.toHaveTextContent('requested by');
});

it('shows the last page until the next is there', async () => {
  const { person, api } = await draw(10, { total: 30, matching: 30 });
  api.answer = false;
  await person.click(screen.getByRole('button', { name: 'Name' }));
  const table = screen.getByRole('table', { name: 'Requests' });
  await waitFor(() => expect(table).toHaveAttribute('aria-busy', 'true'));
  expect(within(table).getByText('cache-9')).toBeVisible();
});

it('says in the row of its title that the list alone is not kept up to date', async () => {
  const view = promiseView();
  const lists = new FakeSkeApi();
  lists.page = resourcesPage([row(0)]);
  const api = new FakeSkeApi({ kind: 'promise', view });
  api.resources = (_promise?: string, query = firstResources) =>
    lists.storeOf(query);
  await renderWithEntity(<ResourcesCard view={view} />, promiseEntity(), api);
  await screen.findByText('cache-0');
  const since = new Date().toISOString();
  act(() =>
    lists.send({
      kind: 'freshness',
      freshness: { state: 'stale', since, reason: 'no answer' },
    }),
  );
  expect(await screen.findByText(/^Live updates lost/)).toBeVisible();
  expect(screen.getByText('cache-0')).toBeVisible();
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
});

it('keeps the rows of a page that have not changed', async () => {
  const { api } = await draw(3, {});
  const failed: ResourceSummary = {
    ...row(1),
    health: {
      state: 'failed',
      reason: { code: 'pipelineFailed', values: {} },
    },
  };
  api.send({
    kind: 'resources',
    page: { ...api.page, rows: [failed] },
    order: ['uid-cache-2', 'uid-cache-1'],
  });
  expect(await screen.findByText('Setting it up failed.')).toBeInTheDocument();
  expect(
    screen.getAllByRole('rowheader').map(({ textContent }) => textContent),
  ).toEqual(['cache-2', 'cache-1']);
});

describe('what a row offers', () => {
  const failed: ResourceSummary = {
    ...row(1),
    health: {
      state: 'failed',
      reason: { code: 'pipelineFailed', values: {} },
    },
  };
  const paused: ResourceSummary = {
    ...row(2),
    paused: true,
    health: { state: 'paused', reason: { code: 'paused', values: {} } },
  };
  const rows = [row(0), failed, paused];
  const button = (name: string) => screen.findByRole('button', { name });

  it('is what helps, asked for all rows at once', async () => {
    const { api } = await draw(3, { rows });
    expect(await button('Retry cache-1')).toHaveTextContent('Retry');
    expect(await button('Resume cache-2')).toBeVisible();
    expect(
      screen.queryByRole('button', { name: /cache-0/ }),
    ).not.toBeInTheDocument();
    expect(api.askedOperable).toEqual([[failed.ref, paused.ref]]);

    // Only what is new is asked about.
    const other = { ...failed, uid: 'uid-cache-3', ref: row(3).ref };
    api.send({
      kind: 'resources',
      page: { ...api.page, rows: [other] },
      order: ['uid-cache-0', 'uid-cache-1', 'uid-cache-2', 'uid-cache-3'],
    });
    expect(await button('Retry cache-3')).toBeVisible();
    expect(api.askedOperable.slice(1)).toEqual([[other.ref]]);
  });

  it('is done at a press, and says so until the row tells', async () => {
    const { person, api } = await draw(3, { rows });
    await person.click(await button('Retry cache-1'));
    expect(api.retried).toEqual([failed.ref]);
    expect(
      await screen.findByText('cache-1: Started again.'),
    ).toBeInTheDocument();
    api.send({
      kind: 'resources',
      page: { ...api.page, rows: [row(1)] },
      order: ['uid-cache-0', 'uid-cache-1', 'uid-cache-2'],
    });
    await waitFor(() =>
      expect(
        screen.queryByRole('button', { name: /Retry/ }),
      ).not.toBeInTheDocument(),
    );
    await person.click(await button('Resume cache-2'));
    expect(api.operations).toEqual([['resume', paused.ref]]);
  });

  it('says beside the row why that did not work', async () => {
    const { person, api } = await draw(3, { rows });
    api.retry = async () => {
      throw new Error('Try again in 20 seconds.');
    };
    await person.click(await button('Retry cache-1'));
    expect(
      await screen.findByRole('dialog', {
        name: 'Retry cache-1: failed',
      }),
    ).toHaveTextContent('Try again in 20 seconds.');
    await person.keyboard('{Escape}');
    expect(await button('Retry cache-1')).toBeEnabled();
  });

  it('offers nothing to people who may not operate', async () => {
    const api = new FakeSkeApi({ kind: 'promise', view: promiseView() });
    api.denied.add('operate');
    api.page = resourcesPage(rows);
    await renderWithEntity(
      <ResourcesCard view={promiseView()} />,
      promiseEntity(),
      api,
    );
    await waitFor(() => expect(api.askedOperable).toHaveLength(1));
    expect(
      screen.queryByRole('button', { name: /Retry|Resume/ }),
    ).not.toBeInTheDocument();
  });

  it('waits while nobody knows how the rows are now', async () => {
    const { api } = await draw(3, { rows });
    const retry = await button('Retry cache-1');
    expect(retry).toBeEnabled();
    const since = '2026-01-01T00:00:00Z';
    api.send({
      kind: 'freshness',
      freshness: { state: 'stale', since, reason: 'no answer' },
    });
    await waitFor(() => expect(retry).toBeDisabled());
  });
});
