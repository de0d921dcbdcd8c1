import type { Entity } from '@backstage/catalog-model';
import {
  coreExtensionData,
  createExtensionInput,
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';

const { filterFunction } = EntityContentBlueprint.dataRefs;

/** Stands for the catalog's page of an entity: draws the contents for it at a path. */
export const catalogOf = (entity: Entity, path = '/kratix') =>
  createFrontendPlugin({
    pluginId: 'catalog',
    extensions: [
      PageBlueprint.makeWithOverrides({
        name: 'entity',
        inputs: {
          contents: createExtensionInput([
            coreExtensionData.reactElement,
            coreExtensionData.routePath,
            filterFunction.optional(),
          ]),
        },
        factory: (originalFactory, { inputs }) =>
          originalFactory({
            path: '/catalog/:namespace/:kind/:name',
            noHeader: true,
            loader: async () => (
              <EntityProvider entity={entity}>
                {inputs.contents
                  .filter(
                    one =>
                      one.get(coreExtensionData.routePath) === path &&
                      (one.get(filterFunction)?.(entity) ?? true),
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

/** What {@link catalogOf} has no place for, for `app.extensions`. */
export const NO_CONTEXT_MENU = {
  'entity-context-menu-item:ske-frontend/health': false,
};
