import {
  catalogApiRef,
  entityRouteRef,
  MockStarredEntitiesApi,
  starredEntitiesApiRef,
} from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import type { TemplateEntityV1beta3 } from '@backstage/plugin-scaffolder-common';
import {
  scaffolderApiRef,
  type ScaffolderApi,
} from '@backstage/plugin-scaffolder-react';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useNavigate } from 'react-router-dom';
import type { OfferingSummary } from '@syntasso/plugin-ske-common';
import { FakeSkeApi, offeringSummary, promiseView } from '../../__testUtils__';
import { FakeScaffolder } from '../../__testUtils__/FakeScaffolder';
import { skeApiRef } from '../../api/SkeApi';
import { KratixTemplateCard } from './KratixTemplateCard';

const template = (
  name: string,
  type = 'kratix-resource',
): TemplateEntityV1beta3 => ({
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: {
    name,
    title: 'Redis',
    description: 'A *fast* cache',
    tags: ['kratix'],
  },
  spec: { type, owner: 'kratix-platform', steps: [] },
});
const redis = offeringSummary({
  templateRef: 'template:default/redis-promise-template',
});

/** The browser's own button. */
function BrowserBack() {
  const navigate = useNavigate();
  return <button onClick={() => navigate(-1)}>Back in the browser</button>;
}

async function draw(
  summaries: OfferingSummary[] | Error | Promise<OfferingSummary[]>,
  shown = template('redis-promise-template'),
) {
  const api = new FakeSkeApi(
    { kind: 'promise', view: promiseView() },
    { kind: 'freshness', freshness: { state: 'live' } },
  );
  if (summaries instanceof Promise) api.offerings = () => summaries;
  else api.summaries = summaries;
  const scaffolder = new FakeScaffolder({ title: 'Redis', steps: [] });
  const onSelected = jest.fn();
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [skeApiRef, api],
        [catalogApiRef, catalogApiMock()],
        [starredEntitiesApiRef, new MockStarredEntitiesApi()],
        [scaffolderApiRef, scaffolder as unknown as ScaffolderApi],
      ]}
    >
      <BrowserBack />
      <KratixTemplateCard template={shown} onSelected={onSelected} />
    </TestApiProvider>,
    { mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef } },
  );
  return { person: userEvent.setup(), onSelected };
}

const choose = () => screen.findByRole('button', { name: 'Choose Redis' });

it('shows how a Promise is, and opens its dialog', async () => {
  const { person, onSelected } = await draw([redis]);
  expect(await screen.findByText('Ready')).toBeVisible();
  expect(screen.getByText('fast')).toBeVisible();
  await person.click(await choose());
  expect(
    await screen.findByRole('dialog', { name: 'Request Redis' }),
  ).toBeInTheDocument();
  expect(onSelected).not.toHaveBeenCalled();
});

it('closes the dialog by Back, and stays on the page', async () => {
  const { person } = await draw([redis]);
  await person.click(await choose());
  expect(await screen.findByRole('dialog')).toBeInTheDocument();
  // What is behind the dialog is hidden from people, and the browser's button is not there.
  fireEvent.click(
    screen.getByRole('button', { name: 'Back in the browser', hidden: true }),
  );
  await waitFor(() =>
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
  );
  expect(await choose()).toBeEnabled();
});

it('shows only what a Promise is called until it is known whether it can be requested', async () => {
  let answer = (_: OfferingSummary[]) => {};
  const asked = new Promise<OfferingSummary[]>(resolve => {
    answer = resolve;
  });
  await draw(asked);
  expect(screen.getByRole('heading', { name: 'Redis' })).toBeVisible();
  expect(
    await screen.findByRole('status', { name: 'Loading Redis' }),
  ).toBeVisible();
  expect(
    screen.queryByRole('button', { name: /^Choose/ }),
  ).not.toBeInTheDocument();
  act(() => answer([redis]));
  expect(await choose()).toBeEnabled();
  expect(screen.queryByRole('status')).not.toBeInTheDocument();
});

it.each<[string, Partial<OfferingSummary>, string]>([
  [
    'is not available',
    {
      available: false,
      health: {
        state: 'pending',
        reason: { code: 'notStarted', values: {} },
      },
    },
    'Not available now: Waiting for the platform to start.',
  ],
  [
    'may not be requested',
    { create: { allowed: false, by: 'backstage', reason: 'Ask team-a.' } },
    'Ask team-a.',
  ],
])('says why before any form when it %s', async (_, more, reason) => {
  await draw([{ ...redis, ...more }]);
  expect(await screen.findByText(reason)).toBeVisible();
  expect(await choose()).toBeDisabled();
  expect(await choose()).toHaveAccessibleDescription(reason);
});
