import { createFrontendFeatureLoader } from '@backstage/frontend-plugin-api';

/**
 * What the integration changes of Backstage's own pages: the catalog's list and Overview,
 * and the cards of the Create page. It is the default export of the package: there an app
 * with `app.packages` finds it, as it finds the plugin in `./alpha`. A plugin cannot bring
 * it, because only modules may change what belongs to another plugin.
 *
 * @public
 */
const appModules = createFrontendFeatureLoader({
  async loader() {
    const [{ kratixCatalogModule }, { kratixCreateModule }] = await Promise.all(
      [import('./catalogModule'), import('./createModule')],
    );
    // The same objects as by their names: who installs these, too, has them once.
    return [kratixCatalogModule, kratixCreateModule];
  },
});

export default appModules;
