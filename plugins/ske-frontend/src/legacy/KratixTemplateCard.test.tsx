import { createApiRef } from '@backstage/core-plugin-api';
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
import { TemplateGroup } from '@backstage/plugin-scaffolder-react/alpha';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeSkeApi, offeringSummary, promiseView } from '../__testUtils__';
import { FakeScaffolder } from '../__testUtils__/FakeScaffolder';
import { skeApiRef } from '../api/SkeApi';
import { KratixTemplateCard } from '../index';

/** As far as the scaffolder's own card asks. */
interface PermissionApi {
  authorize: () => Promise<{ result: string }>;
}
const permissionApiRef = createApiRef<PermissionApi>({
  id: 'plugin.permission.api',
});

const template = (name: string, type: string): TemplateEntityV1beta3 => ({
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: { name, title: name },
  spec: { type, owner: 'kratix-platform', steps: [] },
});

/** Draws the list of a legacy app's Create page with our card. */
async function draw(shown: TemplateEntityV1beta3) {
  const api = new FakeSkeApi(
    { kind: 'promise', view: promiseView() },
    { kind: 'freshness', freshness: { state: 'live' } },
  );
  api.summaries = [offeringSummary({ templateRef: 'template:default/redis' })];
  const scaffolder = new FakeScaffolder({ title: 'Redis', steps: [] });
  const onSelected = jest.fn();
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [skeApiRef, api],
        [catalogApiRef, catalogApiMock()],
        [starredEntitiesApiRef, new MockStarredEntitiesApi()],
        [scaffolderApiRef, scaffolder as unknown as ScaffolderApi],
        [permissionApiRef, { authorize: async () => ({ result: 'ALLOW' }) }],
      ]}
    >
      <TemplateGroup
        title="Templates"
        templates={[{ template: shown }]}
        onSelected={onSelected}
        components={{ CardComponent: KratixTemplateCard }}
      />
    </TestApiProvider>,
    { mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef } },
  );
  return onSelected;
}

it('opens the dialog of a Promise from the list of a legacy app', async () => {
  const onSelected = await draw(template('redis', 'kratix-resource'));
  expect(await screen.findByText('Ready')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Choose redis' }));
  expect(
    await screen.findByRole('dialog', { name: 'Request Redis' }),
  ).toBeInTheDocument();
  expect(onSelected).not.toHaveBeenCalled();
});

it("leaves other Templates to the scaffolder's own card", async () => {
  const website = template('website', 'service');
  const onSelected = await draw(website);
  await userEvent.click(
    await screen.findByTestId('template-card-actions--create'),
  );
  expect(onSelected).toHaveBeenCalledWith(website);
});
