import type { JsonObject } from '@backstage/types';

/** The API of a Promise that offers Redis, with one field. */
export const redisApi = (group: string): JsonObject => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `redises.${group}` },
  spec: {
    group,
    scope: 'Namespaced',
    names: { kind: 'Redis', plural: 'redises', singular: 'redis' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                properties: { size: { type: 'string' } },
              },
            },
          },
        },
      },
    ],
  },
});
