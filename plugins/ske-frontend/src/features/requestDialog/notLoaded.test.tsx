import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  FakeSkeApi,
  promiseView,
  renderWithEntity,
  resourceEntity,
  resourceView,
} from '../../__testUtils__';
import { RequestAnother } from './RequestAnother';

jest.mock('./LoadedDialog', () => {
  throw new Error('Loading chunk 7 failed');
});

it('says in the dialog that its code cannot be had; the page stays', async () => {
  const view = resourceView(
    {},
    {
      promise: {
        ...{ name: 'redis', title: 'Redis', owner: 'group:default/team-a' },
        health: {
          state: 'ready',
          reason: { code: 'promiseAvailable', values: {} },
        },
      },
    },
  );
  const api = new FakeSkeApi({ kind: 'promise', view: promiseView() });
  await renderWithEntity(
    <>
      <p>The page</p>
      <RequestAnother view={view} />
    </>,
    resourceEntity(),
    api,
  );
  await userEvent.click(
    await screen.findByRole('button', { name: 'Request another like this' }),
  );
  expect(await screen.findByText(/Loading chunk 7 failed/)).toBeInTheDocument();
  expect(
    screen.getByText('The request form could not be loaded'),
  ).toBeVisible();
  for (const name of ['Retry', 'Reload page', 'Close'])
    expect(screen.getByRole('button', { name })).toBeEnabled();
  expect(screen.getByText('The page')).toBeInTheDocument();
});
