import {
  catalogApiRef,
  entityRouteRef,
  MockStarredEntitiesApi,
  starredEntitiesApiRef,
} from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeSkeApi, offeringSummary } from '../../__testUtils__';
import { skeApiRef } from '../../api/SkeApi';
import { KratixTemplateCard } from './KratixTemplateCard';

jest.mock('./OfferingDialog', () => {
  throw new Error('Loading chunk 7 failed');
});

it('says in a dialog that the form cannot be loaded; it closes, and the card stays', async () => {
  const api = new FakeSkeApi();
  api.summaries = [
    offeringSummary({ templateRef: 'template:default/redis-template' }),
  ];
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [skeApiRef, api],
        [catalogApiRef, catalogApiMock()],
        [starredEntitiesApiRef, new MockStarredEntitiesApi()],
      ]}
    >
      <KratixTemplateCard
        template={{
          apiVersion: 'scaffolder.backstage.io/v1beta3',
          kind: 'Template',
          metadata: { name: 'redis-template', title: 'Redis' },
          spec: { type: 'kratix-resource', steps: [] },
        }}
      />
    </TestApiProvider>,
    { mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef } },
  );
  const choose = { name: 'Choose Redis' };
  await userEvent.click(await screen.findByRole('button', choose));
  const dialog = await screen.findByRole('dialog', { name: 'Request Redis' });
  expect(
    within(dialog).getByText('The request form could not be loaded'),
  ).toBeVisible();
  for (const name of ['Retry', 'Reload page'])
    expect(within(dialog).getByRole('button', { name })).toBeEnabled();
  await userEvent.click(within(dialog).getByRole('button', { name: 'Close' }));
  await waitFor(() =>
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
  );
  expect(await screen.findByRole('button', choose)).toBeEnabled();
});
