import type { Manifest } from '@syntasso/plugin-ske-common';

/** A Promise of lamps, as the platform has it with this status. */
export const lampPromise = (status?: Manifest['status']): Manifest => ({
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'Promise',
  metadata: { name: 'lamp', generation: 1 },
  spec: {
    api: {
      spec: {
        group: 'own.example.org',
        names: { kind: 'Lamp', plural: 'lamps' },
        versions: [{ name: 'v1', schema: { openAPIV3Schema: {} } }],
      },
    },
  },
  status,
});
