import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ObjectRef, ResourceSummary } from '@syntasso/plugin-ske-common';
import {
  FakeSkeApi,
  promiseEntity,
  promiseView,
  renderWithEntity,
  resourcesPage,
  resourceSummary,
  resourceView,
} from '../../../__testUtils__';
import { VersionsCard } from './VersionsCard';

const row = (name: string, promiseVersion: string) =>
  resourceSummary(name, { promiseVersion });
const spec = (sizes: string[], more: object = {}) => ({
  type: 'object',
  properties: { size: { type: 'string', enum: sizes }, ...more },
});

/** The card, opened. */
async function open(rows: ResourceSummary[]) {
  const api = new FakeSkeApi();
  api.page = resourcesPage(rows);
  api.installed = [
    { version: 'v2', spec: spec(['small'], { tls: { type: 'boolean' } }) },
    { version: 'v1', spec: spec(['small', 'xl']) },
  ];
  api.manifest = async (ref: ObjectRef) => ({
    ...resourceView({}).manifest,
    spec: { size: ref.name === 'big' ? 'xl' : 'small' },
  });
  await renderWithEntity(
    <VersionsCard view={promiseView({ version: 'v2' })} />,
    promiseEntity(),
    api,
  );
  const user = userEvent.setup();
  await user.click(
    await screen.findByRole('button', { name: 'Show versions and upgrades' }),
  );
  return { api, user };
}
const button = (name: string) => screen.getByRole('button', { name });

it('is not there where nothing has versions', async () => {
  await renderWithEntity(
    <VersionsCard view={promiseView()} />,
    promiseEntity(),
    new FakeSkeApi(),
  );
  expect(screen.queryByText('Versions')).not.toBeInTheDocument();
});

it('says what the newest version changes, in words', async () => {
  await open([row('old', 'v1'), row('new', 'v2')]);
  const changes = await screen.findByRole('region', {
    name: 'What v2 changes in the form of v1',
  });
  expect(
    within(changes)
      .getAllByRole('listitem')
      .map(item => item.textContent),
  ).toEqual(['size no longer allows xl', 'adds optional tls']);
  expect(
    within(
      screen.getByRole('list', { name: 'Requests with an older version' }),
    ).getAllByRole('listitem'),
  ).toHaveLength(1);
});

it('says that all run the newest one', async () => {
  await open([row('new', 'v2')]);
  expect(
    await screen.findByText('None of them runs an older version than v2.'),
  ).toBeInTheDocument();
});

it('finds which Resources the newest version would refuse', async () => {
  const { user } = await open([row('big', 'v1'), row('fine', 'v1')]);
  await user.click(
    await screen.findByRole('button', { name: 'Check them against v2' }),
  );
  expect(
    await screen.findByText(/^v2 does not accept its settings: .*small/),
  ).toBeInTheDocument();
  expect(
    await screen.findByText('v2 accepts its settings'),
  ).toBeInTheDocument();
});

it('upgrades those that are chosen, one after the other, and says how each went', async () => {
  const { api, user } = await open([
    row('a', 'v1'),
    row('b', 'v1'),
    row('c', 'v1'),
  ]);
  const asked: string[] = [];
  api.upgrade = async (ref, version) => {
    asked.push(`${ref.name} ${version}`);
    if (ref.name === 'a') throw new Error('a has no ResourceBinding.');
  };
  await user.click(await screen.findByRole('checkbox', { name: 'web/a' }));
  await user.click(screen.getByRole('checkbox', { name: 'web/b' }));
  await user.click(button('Upgrade 2 to v2'));
  expect(
    await screen.findByText('a has no ResourceBinding.'),
  ).toBeInTheDocument();
  expect(await screen.findByText('v2 was requested')).toBeInTheDocument();
  expect(asked).toEqual(['a v2', 'b v2']);
  // What failed can be asked for again, and what is done is not.
  expect(button('Upgrade 1 to v2')).toBeEnabled();
});

it('begins with no further one after Stop', async () => {
  const { api, user } = await open([row('a', 'v1'), row('b', 'v1')]);
  const asked: string[] = [];
  let go: () => void = () => {};
  api.upgrade = async ref => {
    asked.push(ref.name);
    await new Promise<void>(resolve => {
      go = resolve;
    });
  };
  await user.click(await screen.findByRole('checkbox', { name: 'web/a' }));
  await user.click(screen.getByRole('checkbox', { name: 'web/b' }));
  await user.click(button('Upgrade 2 to v2'));
  await user.click(
    await screen.findByRole('button', { name: 'Stop after this one' }),
  );
  await act(async () => go());
  await waitFor(() =>
    expect(
      screen.queryByRole('button', { name: 'Stop after this one' }),
    ).not.toBeInTheDocument(),
  );
  expect(asked).toEqual(['a']);
});
