import {
  coreExtensionData,
  createFrontendModule,
  ExtensionBoundary,
} from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import {
  exportConfigDataRef,
  exportSettings,
} from '../features/catalogTable/exportSettings';
import { relationCards } from './relationCards';

/**
 * The catalog's list with a column of health, and in each row of a Promise or
 * Resource a way to request another one; and its Overview of Promises and Resources
 * without empty cards about relations. An app without `app.packages` installs it beside the
 * plugin: Backstage's own list takes filters from plugins, but no columns.
 *
 * @alpha
 */
export const kratixCatalogModule = createFrontendModule({
  pluginId: 'catalog',
  extensions: [
    ...relationCards,
    catalogPlugin.getExtension('page:catalog').override({
      *factory(originalFactory, { inputs, config, node }) {
        const { reactElement } = coreExtensionData;
        const original = originalFactory();
        for (const data of original) {
          if (data.id !== reactElement.id) yield data;
        }
        yield reactElement(
          ExtensionBoundary.lazy(node, async () => {
            const loaded = await import(
              '../features/catalogTable/CatalogList'
            ).catch(() => undefined);
            // The list is of the whole catalog: without our code it is Backstage's own.
            if (!loaded) return original.get(reactElement);
            const { CatalogList } = loaded;
            const filters = inputs.filters.map(filter =>
              filter.get(reactElement),
            );
            return (
              <CatalogList
                filters={<>{filters}</>}
                pagination={config.pagination}
                exportSettings={exportSettings(
                  config.exportSettings,
                  inputs.exportConfig.flatMap(
                    exportConfig => exportConfig.get(exportConfigDataRef) ?? [],
                  ),
                )}
              />
            );
          }),
        );
      },
    }),
  ],
});
