import {
  entityRouteRef,
  MockStarredEntitiesApi,
  starredEntitiesApiRef,
} from '@backstage/plugin-catalog-react';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { createApiRef } from '@backstage/core-plugin-api';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeSkeApi, offeringSummary } from '../../__testUtils__';
import { skeApiRef } from '../../api/SkeApi';
import { KratixTemplateCard } from './KratixTemplateCard';

/** The scaffolder's card asks it; its package is not among our dependencies. */
const permissionApiRef = createApiRef<ReturnType<typeof mockApis.permission>>({
  id: 'plugin.permission.api',
});

jest.mock('./OfferingCard', () => {
  throw new Error('Loading chunk 7 failed');
});

it("shows the scaffolder's own card where the code of ours cannot be had", async () => {
  const api = new FakeSkeApi();
  api.summaries = [
    offeringSummary({ templateRef: 'template:default/redis-template' }),
  ];
  const onSelected = jest.fn();
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [skeApiRef, api],
        [starredEntitiesApiRef, new MockStarredEntitiesApi()],
        [permissionApiRef, mockApis.permission()],
      ]}
    >
      <KratixTemplateCard
        template={{
          apiVersion: 'scaffolder.backstage.io/v1beta3',
          kind: 'Template',
          metadata: { name: 'redis-template', title: 'Redis' },
          spec: { type: 'kratix-resource', steps: [] },
        }}
        onSelected={onSelected}
      />
    </TestApiProvider>,
    { mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef } },
  );
  await userEvent.click(await screen.findByRole('button', { name: /^Choose/ }));
  expect(onSelected).toHaveBeenCalledTimes(1);
});
