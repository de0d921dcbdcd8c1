import type { Manifest } from '../../kubernetes/manifest';

/** A Promise with an API of two fields. */
export const redisPromise = (
  metadata: Partial<Manifest['metadata']> = {},
): Manifest => ({
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'Promise',
  metadata: { name: 'redis', ...metadata },
  spec: {
    api: {
      spec: {
        group: 'marketplace.example.org',
        names: { kind: 'Redis', plural: 'redis' },
        versions: [
          {
            name: 'v1',
            storage: true,
            schema: {
              openAPIV3Schema: {
                properties: {
                  spec: {
                    type: 'object',
                    required: ['size'],
                    properties: {
                      backup: { type: 'boolean' },
                      size: { type: 'string' },
                    },
                  },
                },
              },
            },
          },
        ],
      },
    },
  },
});

/** A Resource of {@link redisPromise}. */
export const redisResource = (
  metadata: Partial<Manifest['metadata']> = {},
): Manifest => ({
  apiVersion: 'marketplace.example.org/v1',
  kind: 'Redis',
  metadata: { name: 'cache', namespace: 'web', ...metadata },
  spec: { size: 'small' },
});
