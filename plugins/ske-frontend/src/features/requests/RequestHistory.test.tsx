import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { RequestRecord } from '@syntasso/plugin-ske-common';
import {
  FakeSkeApi,
  renderWithEntity,
  resourceEntity,
} from '../../__testUtils__';
import { RequestHistory } from './RequestHistory';

const manifest = (size: string) =>
  `apiVersion: marketplace.example.org/v1\nkind: Redis\nmetadata:\n  name: cache\nspec:\n  size: ${size}\n`;
const record = (more: Partial<RequestRecord>): RequestRecord => ({
  id: 'r1',
  promise: 'redis',
  ref: {
    apiVersion: 'marketplace.example.org/v1',
    kind: 'Redis',
    name: 'cache',
  },
  action: 'Update',
  delivery: 'push',
  state: 'done',
  outcome: 'ready',
  recordedAt: '2026-01-01T10:00:00Z',
  ...more,
});
const draw = (records: RequestRecord[]) =>
  renderWithEntity(
    <RequestHistory records={records} />,
    resourceEntity(),
    new FakeSkeApi(),
  );
const first = record({
  id: 'r1',
  action: 'Request',
  requestedBy: 'user:default/anna',
  manifest: manifest('small'),
});
const second = record({
  id: 'r2',
  recordedAt: '2026-01-02T10:00:00Z',
  before: manifest('small'),
  manifest: manifest('medium'),
});
const third = record({
  id: 'r3',
  recordedAt: '2026-01-03T10:00:00Z',
  before: manifest('medium'),
  manifest: manifest('large'),
});

it('says who asked for what and when, and which settings it changed', async () => {
  await draw([second, first]);
  const [update, request] = await screen.findAllByRole('listitem');
  expect(update).toHaveTextContent('by an unknown person');
  expect(update).toHaveTextContent('Changed: size');
  expect(update).toHaveTextContent('Jan 2, 2026');
  expect(request).toHaveTextContent('anna');
  expect(request).not.toHaveTextContent('Changed');
});

it('compares the last two, and any two that are chosen', async () => {
  await draw([third, second, first]);
  await userEvent.click(
    await screen.findByRole('button', { name: 'Compare two requests' }),
  );
  const section = screen.getByRole('region', { name: 'Compare two requests' });
  const difference = () =>
    screen.findByRole('region', { name: 'Difference between two requests' });
  expect((await difference()).querySelector('del')).toHaveTextContent(
    'size: medium',
  );
  await userEvent.click(within(section).getByRole('button', { name: /From/ }));
  await userEvent.click(
    await screen.findByRole('option', { name: /^Request · .* · anna$/ }),
  );
  expect((await difference()).querySelector('del')).toHaveTextContent(
    'size: small',
  );
  expect((await difference()).querySelector('ins')).toHaveTextContent(
    'size: large',
  );
});

it('offers no comparison where there is nothing to compare', async () => {
  await draw([first, record({ id: 'r2', action: 'Delete' })]);
  expect(await screen.findByText('Deletion')).toBeInTheDocument();
  expect(
    screen.queryByRole('button', { name: 'Compare two requests' }),
  ).not.toBeInTheDocument();
});
