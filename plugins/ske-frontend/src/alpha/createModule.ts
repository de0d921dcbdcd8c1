import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { SwappableComponentBlueprint } from '@backstage/plugin-app-react';
import { TemplateCard } from '@backstage/plugin-scaffolder-react/alpha';

const templateCard = SwappableComponentBlueprint.make({
  name: 'kratix-template-card',
  params: defineParams =>
    defineParams({
      component: TemplateCard,
      loader: () =>
        import('../features/createPage/KratixTemplateCard').then(
          m => m.KratixTemplateCard,
        ),
    }),
});

/**
 * The Create page with cards that know whether a Promise can be requested, and whose
 * _Choose_ opens the dialog of the Promise's page. An app without `app.packages`
 * installs it beside the plugin: only a module may replace a component of Backstage's own.
 *
 * @alpha
 */
export const kratixCreateModule = createFrontendModule({
  pluginId: 'app',
  extensions: [templateCard],
});
