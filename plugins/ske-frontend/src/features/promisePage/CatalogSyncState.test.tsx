import { screen } from '@testing-library/react';
import type { CatalogSync } from '@syntasso/plugin-ske-common';
import {
  FakeSkeApi,
  promiseEntity,
  promiseView,
  renderWithEntity,
} from '../../__testUtils__';
import { PromiseAboutCard } from './PromiseAboutCard';

const minutesAgo = (minutes: number) =>
  new Date(Date.now() - minutes * 60_000).toISOString();

const show = async (catalogSync: CatalogSync | undefined) =>
  renderWithEntity(
    <PromiseAboutCard view={promiseView({ catalogSync })} />,
    promiseEntity(),
    new FakeSkeApi(),
  );

/** What stands beside the name of the row. */
const row = () => screen.getByText('Catalog sync').nextElementSibling;

it('says for which portal entities are up to date, and since when', async () => {
  await show({
    ...{ portal: 'main', state: 'synced', reason: 'EntitySynced' },
    message: 'Entities are in portal "main"',
    since: minutesAgo(5),
    lastSync: minutesAgo(2),
    lastError: { message: 'no Destination', time: minutesAgo(60) },
    controller: 'read',
  });
  expect(row()).toHaveTextContent('Up to date for 5 min');
  expect(row()).toHaveTextContent('For portal main');
  expect(row()).toHaveTextContent('Last checked 2 min. ago');
  expect(row()).toHaveTextContent('Last problem: no Destination 1 hr. ago');
  // That all is well is said once.
  expect(row()).not.toHaveTextContent('The platform says');
});

it.each<[string, Partial<CatalogSync>, string]>([
  [
    'two portals are named',
    { reason: 'AmbiguousPortalInstance' },
    'Name one portal after a dot in the label, and keep one label.',
  ],
  [
    'it could not be written',
    { reason: 'GenerateOrWriteFailed' },
    'Correct what the message names. It is then written again by itself.',
  ],
])('says why they are not, and what to do: %s', async (_, more, remedy) => {
  await show({
    ...{ state: 'failed', message: 'It is so.', controller: 'notConfigured' },
    ...more,
    since: minutesAgo(5),
  });
  expect(row()).toHaveTextContent('Not up to date for 5 min');
  expect(row()).toHaveTextContent('The platform says: It is so.');
  expect(row()).toHaveTextContent(remedy);
});

it('shows the words of another controller for a reason that is not known', async () => {
  await show({
    ...{ state: 'failed', reason: 'SomethingElse', message: 'It is so.' },
    controller: 'notConfigured',
  });
  expect(row()?.textContent).toBe('Not up to dateThe platform says: It is so.');
});

it('says that no controller has said anything, and that it cannot be reached', async () => {
  await show({ state: 'notReported', controller: 'unreachable' });
  expect(row()).toHaveTextContent('No controller has said anything yet');
  expect(row()).toHaveTextContent(
    'Check that the controller runs and watches this platform.',
  );
  expect(row()).toHaveTextContent('The controller does not answer.');
});

it('has no row for a Promise that is bound to no portal', async () => {
  await show(undefined);
  expect(screen.getByText('API version')).toBeInTheDocument();
  expect(screen.queryByText('Catalog sync')).not.toBeInTheDocument();
});
