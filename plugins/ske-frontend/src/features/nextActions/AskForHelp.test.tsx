import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { mockApis, TestApiProvider } from '@backstage/test-utils';
import { configApiRef } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import type { JsonObject } from '@backstage/types';
import {
  FakeSkeApi,
  renderWithEntity,
  resourceEntity,
  resourceView,
} from '../../__testUtils__';
import { AskForHelp } from './AskForHelp';

const team = (email: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name: 'platform', namespace: 'default' },
  spec: { type: 'team', children: [], profile: { email } },
});
const view = resourceView(
  { workflows: 1 },
  {
    health: {
      state: 'failed',
      reason: { code: 'configureWorkflowFailed', values: {} },
    },
    runs: [
      {
        job: 'configure-abc',
        namespace: 'default',
        pipeline: 'configure',
        action: 'configure',
        state: 'failed',
        pod: 'configure-abc-1',
        containers: [
          { name: 'render', state: 'failed', exitCode: 1, restarts: 0 },
        ],
      },
    ],
  },
);

/** Draws it and opens its menu. */
async function openMenu(help: JsonObject | undefined, email: string) {
  const catalog = catalogApiMock({ entities: [team(email)] });
  const getEntity = jest.spyOn(catalog, 'getEntityByRef');
  const config = mockApis.config({ data: { ske: help ? { help } : {} } });
  await renderWithEntity(
    <TestApiProvider
      apis={[
        [configApiRef, config],
        [catalogApiRef, catalog],
      ]}
    >
      <AskForHelp view={view} owner="group:default/platform" />
    </TestApiProvider>,
    resourceEntity(),
    new FakeSkeApi(),
  );
  await userEvent.click(screen.getByRole('button', { name: 'Ask for help' }));
  await screen.findByRole('menu', { name: 'Ask for help' });
  if (!help) expect(getEntity).toHaveBeenCalledTimes(1);
  // What was asked for then is there.
  await act(async () => {});
}

const namesOf = () =>
  screen.getAllByRole('menuitem').map(({ textContent }) => textContent);

it('offers what the platform team has configured', async () => {
  await openMenu(
    {
      email: 'desk@example.org',
      url: 'https://tickets.example.org/new?d={text}',
      chat: 'https://chat.example.org/platform',
    },
    'team@example.org',
  );
  expect(namesOf()).toEqual([
    'Open a ticket',
    'Write to desk@example.org',
    'Open the chat',
    'Copy for your agent',
  ]);
  const mail = screen.getByRole('menuitem', { name: /Write to/ });
  await waitFor(() =>
    expect(decodeURIComponent(mail.getAttribute('href') ?? '')).toMatch(
      /^mailto:desk@example.org\?subject=Failed: Redis.*error: quota exceeded/s,
    ),
  );
});

it('offers the e-mail address of the group where nothing is configured', async () => {
  await openMenu(undefined, 'team@example.org');
  await screen.findByRole('menuitem', { name: 'Write to team@example.org' });
  expect(namesOf()).toEqual([
    'Write to team@example.org',
    'Copy for your agent',
  ]);
});

it('makes no link of an address that would be more than one', async () => {
  await openMenu(undefined, 'a@example.org?bcc=b@example.org');
  expect(namesOf()).toEqual(['Copy for your agent']);
});

it('says what is wrong with the configuration, and makes no link of it', async () => {
  // eslint-disable-next-line no-script-url -- what must not become a link
  await openMenu({ chat: 'javascript:alert(1)' }, 'team@example.org');
  expect(
    screen.getByText(/ske\.help\.chat in app-config is no address/),
  ).toBeInTheDocument();
  expect(document.querySelector('[href^="javascript"]')).toBeNull();
});

it('copies all that is known, with the log', async () => {
  await openMenu(undefined, '');
  const user = userEvent.setup();
  const copied = jest.fn(async (_text: string) => {});
  Object.defineProperty(navigator, 'clipboard', {
    value: { writeText: copied },
    configurable: true,
  });
  await user.click(
    screen.getByRole('menuitem', { name: 'Copy for your agent' }),
  );
  expect(await screen.findByText(/^Copied\./)).toBeInTheDocument();
  expect(copied.mock.calls[0][0]).toMatch(
    /^# Failed: Redis default\/cache.*error: quota exceeded/s,
  );
});
