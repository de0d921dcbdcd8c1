import { act, screen, waitFor } from '@testing-library/react';
import { annotations, type HealthState } from '@syntasso/plugin-ske-common';
import {
  FakeSkeApi,
  promiseEntity,
  promiseView,
  renderWithEntity,
  resourceEntity,
  resourceView,
} from '../../__testUtils__';
import { StatusCard } from './StatusCard';

const REASON = 'Everything asked for is in place.';
const readyView = resourceView(
  {},
  { health: { state: 'ready', reason: { code: 'reconciled', values: {} } } },
);
const published = (state: HealthState) => ({ [annotations.health]: state });
const room = () => document.querySelector<HTMLElement>('[data-room]');

/** Draws the card of something of which nothing is known but what the catalog says. */
async function drawLoading(entity = resourceEntity()) {
  const api = new FakeSkeApi();
  api.answer = false;
  await renderWithEntity(<StatusCard />, entity, api);
}

it.each<[HealthState, string]>([
  ['ready', '180px'],
  ['failed', '560px'],
  ['deleting', '640px'],
])(
  'keeps as much room as a Resource needs that is %s',
  async (state, height) => {
    await drawLoading(resourceEntity(published(state)));
    expect(screen.getByText('Status')).toBeInTheDocument();
    expect(room()).toHaveStyle({ minHeight: height });
  },
);

it('keeps less for a Promise, which has no stages', async () => {
  await drawLoading(promiseEntity(published('failed')));
  expect(room()).toHaveStyle({ minHeight: '340px' });
});

it.each([resourceEntity(), promiseEntity()])(
  'is no higher while it is loading than a line and a button',
  async entity => {
    await drawLoading(entity);
    const parts = [...screen.getByRole('status').children] as HTMLElement[];
    expect(parts.map(part => part.style.height)).toEqual(['24px', '32px']);
  },
);

it('keeps none for an entity whose annotations are wrong', async () => {
  const entity = resourceEntity();
  delete entity.metadata.annotations?.['kratix.io/group'];
  await drawLoading(entity);
  expect(await screen.findByRole('alert')).toHaveTextContent('kratix.io/group');
  expect(room()).toBeNull();
});

it('is free to get lower once the health is another one', async () => {
  const api = new FakeSkeApi({ kind: 'resource', view: readyView });
  await renderWithEntity(
    <StatusCard />,
    resourceEntity(published('failed')),
    api,
  );
  await screen.findByText(REASON);
  expect(room()).toHaveStyle({ minHeight: '560px' });
  act(() =>
    api.send({
      kind: 'resource',
      view: {
        ...readyView,
        health: {
          state: 'paused',
          reason: { code: 'paused', values: {} },
        },
      },
    }),
  );
  await waitFor(() => expect(room()?.style.minHeight).toBe(''));
});

it('says in the place of the reason that updates are lost, and takes it back', async () => {
  const api = new FakeSkeApi({ kind: 'resource', view: readyView });
  await renderWithEntity(<StatusCard />, resourceEntity(), api);
  expect(await screen.findByText(REASON)).toBeVisible();
  const since = new Date(Date.now() - 40_000).toISOString();
  act(() =>
    api.send({
      kind: 'freshness',
      freshness: { state: 'stale', since, reason: 'no answer' },
    }),
  );
  expect(await screen.findByText(/^Live updates lost 4\d sec/)).toBeVisible();
  // It keeps its lines.
  expect(screen.getByText(REASON)).not.toBeVisible();
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  act(() => api.send({ kind: 'freshness', freshness: { state: 'live' } }));
  await waitFor(() => expect(screen.getByText(REASON)).toBeVisible());
  expect(screen.queryByText(/^Live updates lost/)).not.toBeInTheDocument();
});

it('shows a Promise with its button', async () => {
  await renderWithEntity(
    <StatusCard />,
    promiseEntity(),
    new FakeSkeApi({ kind: 'promise', view: promiseView() }),
  );
  expect(
    await screen.findByRole('button', { name: 'Request Redis' }),
  ).toBeEnabled();
});
