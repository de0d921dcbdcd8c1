import {
  coreExtensionData,
  createExtensionInput,
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { renderTestApp } from '@backstage/frontend-test-utils';
import type { JsonArray } from '@backstage/types';
import type { Entity } from '@backstage/catalog-model';
import {
  catalogApiRef,
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen, waitFor } from '@testing-library/react';
import { skeApiRef } from '../api/SkeApi';
import {
  FakeSkeApi,
  promiseEntity,
  promiseView,
  resourceEntity,
  resourceView,
} from '../__testUtils__';
import skePlugin, { useResourceView } from './index';

/** Stands for the catalog's page of an entity: draws the contents for it. */
const catalogOf = (entity: Entity) =>
  createFrontendPlugin({
    pluginId: 'catalog',
    extensions: [
      PageBlueprint.makeWithOverrides({
        name: 'entity',
        inputs: {
          contents: createExtensionInput([
            coreExtensionData.reactElement,
            coreExtensionData.routePath,
          ]),
        },
        factory: (originalFactory, { inputs }) =>
          originalFactory({
            path: '/catalog/:namespace/:kind/:name',
            routeRef: undefined,
            noHeader: true,
            loader: async () => (
              <EntityProvider entity={entity}>
                {inputs.contents
                  .filter(
                    one => one.get(coreExtensionData.routePath) === '/kratix',
                  )
                  .map(one => (
                    <div key={one.node.spec.id} data-testid={one.node.spec.id}>
                      {one.get(coreExtensionData.reactElement)}
                    </div>
                  ))}
              </EntityProvider>
            ),
          }),
      }),
    ],
  });

function FromElsewhere() {
  const { manifest } = useResourceView();
  return <h3>Cost of {manifest.metadata.name}</h3>;
}

/** A card that somebody else has written. */
const foreignPlugin = createFrontendPlugin({
  pluginId: 'cost',
  extensions: [
    EntityCardBlueprint.make({
      name: 'cost',
      attachTo: { id: 'entity-content:ske-frontend/resource', input: 'cards' },
      params: { type: 'info', loader: async () => <FromElsewhere /> },
    }),
    EntityCardBlueprint.make({
      name: 'for-apis',
      attachTo: { id: 'entity-content:ske-frontend/resource', input: 'cards' },
      params: {
        filter: { kind: 'API' },
        loader: async () => <h3>Only of APIs</h3>,
      },
    }),
    EntityCardBlueprint.make({
      name: 'broken',
      attachTo: { id: 'entity-content:ske-frontend/resource', input: 'cards' },
      disabled: true,
      params: {
        loader: async () => {
          throw new Error('the cost is not known');
        },
      },
    }),
  ],
});

const entities = { promise: promiseEntity(), resource: resourceEntity() };

/** Draws a page; resolves to the headings of its cards, once all are there. */
async function headingsOf(
  page: 'promise' | 'resource',
  last: string | RegExp,
  extensions: JsonArray = [],
) {
  const entity = entities[page];
  const { name } = entity.metadata;
  const api = new FakeSkeApi(
    page === 'promise'
      ? { kind: 'promise', view: promiseView() }
      : { kind: 'resource', view: resourceView({}) },
    { kind: 'freshness', freshness: { state: 'live' } },
  );
  renderTestApp({
    features: [catalogOf(entity), skePlugin, foreignPlugin],
    config: { app: { extensions } },
    initialRouteEntries: [`/catalog/default/component/${name}`],
    mountedRoutes: { '/entities/:namespace/:kind/:name': entityRouteRef },
    apis: [
      [skeApiRef, api],
      [catalogApiRef, catalogApiMock()],
    ],
  });
  const content = `entity-content:ske-frontend/${page}`;
  const place = await screen.findByTestId(content, {}, { timeout: 20_000 });
  const headings = () =>
    [...place.querySelectorAll('h1, h2, h3, h4, [role="heading"]')].map(
      heading => heading.textContent,
    );
  await waitFor(
    () => expect(headings()).toContainEqual(expect.stringMatching(last)),
    { timeout: 20_000 },
  );
  return headings();
}

it('x', async () => {
  console.log(await headingsOf('promise', /Health of/));
});
it('y', async () => {
  console.log(await headingsOf('resource', /Cost/));
});
