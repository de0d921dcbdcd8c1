import { mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { ask, startBackend } from './__testUtils__/backend';
import { skeCatalogConditions } from './catalog/inAudienceRule';

it('answers by the rule of audiences although the module that fills the catalog fails at start', async () => {
  const permissions = mockServices.permissions.mock({
    authorizeConditional: async requests =>
      requests.map(() => ({
        result: AuthorizeResult.CONDITIONAL,
        pluginId: 'catalog',
        resourceType: 'catalog-entity',
        conditions: skeCatalogConditions.inAudience({ claims: [] }),
      })),
  });
  const backend = await startBackend({
    permissions,
    config: {
      ske: {
        kubernetes: { kubeconfig: '/nowhere' },
        discovery: { enabled: 'maybe' },
      },
      backend: {
        startup: {
          default: {
            onPluginBootFailure: 'continue',
            onPluginModuleBootFailure: 'continue',
          },
        },
      },
    },
  });
  try {
    const { status, answer } = await ask(
      `${backend.api}/catalog/entities/by-query`,
      {},
    );
    expect({ status, answer }).toEqual({
      status: 200,
      answer: expect.objectContaining({ items: [] }),
    });
  } finally {
    await backend.stop();
  }
});
