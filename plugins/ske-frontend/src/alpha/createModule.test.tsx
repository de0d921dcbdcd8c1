import {
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { renderTestApp } from '@backstage/frontend-test-utils';
import {
  catalogApiRef,
  entityRouteRef,
  MockStarredEntitiesApi,
  starredEntitiesApiRef,
} from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import type { TemplateEntityV1beta3 } from '@backstage/plugin-scaffolder-common';
import { TemplateCard } from '@backstage/plugin-scaffolder-react/alpha';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeSkeApi, offeringSummary } from '../__testUtils__';
import { skeApiRef } from '../api/SkeApi';
import { kratixCreateModule } from './createModule';

const template = (
  name: string,
  type = 'kratix-resource',
): TemplateEntityV1beta3 => ({
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: { name, title: name },
  spec: { type, owner: 'kratix-platform', steps: [] },
});

/** Draws a card as the scaffolder's page does, in an app with our module. */
function draw(
  shown: TemplateEntityV1beta3,
  summaries: FakeSkeApi['summaries'] = [
    offeringSummary({ templateRef: 'template:default/redis' }),
  ],
) {
  const api = new FakeSkeApi();
  api.summaries = summaries;
  const onSelected = jest.fn();
  renderTestApp({
    features: [
      kratixCreateModule,
      createFrontendPlugin({
        pluginId: 'create',
        extensions: [
          PageBlueprint.make({
            params: {
              path: '/create',
              noHeader: true,
              loader: async () => (
                <TemplateCard template={shown} onSelected={onSelected} />
              ),
            },
          }),
        ],
      }),
    ],
    initialRouteEntries: ['/create'],
    mountedRoutes: { '/entities/:namespace/:kind/:name': entityRouteRef },
    apis: [
      [skeApiRef, api],
      [catalogApiRef, catalogApiMock()],
      [starredEntitiesApiRef, new MockStarredEntitiesApi()],
    ],
  });
  return onSelected;
}

it('draws the card of a Promise', async () => {
  draw(template('redis'));
  expect(await screen.findByText('Ready')).toBeVisible();
  expect(
    screen.getByRole('button', { name: 'Choose redis' }),
  ).toBeInTheDocument();
});

it.each([
  ['a Template of somebody else', template('website', 'service'), undefined],
  ['one whose Promise is not known', template('other'), undefined],
  [
    'any when nothing can be found out',
    template('redis'),
    new Error('The platform does not answer.'),
  ],
])("leaves %s to the scaffolder's own card", async (_, shown, summaries) => {
  const onSelected = draw(shown, summaries);
  const choose = await screen.findByTestId('template-card-actions--create');
  await userEvent.click(choose);
  expect(onSelected).toHaveBeenCalledTimes(1);
});
