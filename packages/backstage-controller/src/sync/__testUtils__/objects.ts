import type { JsonObject } from '@backstage/types';
import type { Manifest } from '@syntasso/plugin-ske-common';
import type { ResourceType } from '@syntasso/plugin-ske-node';
import { redisApi } from '../../__testUtils__/redisApi';

/** The kind of the Resources of {@link redisPromise}. */
export const redisType: ResourceType = {
  group: 'test.org',
  version: 'v1',
  plural: 'redises',
};

/** A Promise that Kratix has looked at. */
export const redisPromise = (
  labels: Record<string, string>,
  more: Partial<Manifest> = {},
): Manifest => ({
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'Promise',
  metadata: { name: 'redis', labels },
  spec: {
    api: redisApi(redisType.group),
    dependencies: [{ kind: 'Namespace' }],
  },
  status: { workflows: 0, workflowsFailed: 0, workflowsSucceeded: 0 },
  ...more,
});

/** A Resource of it. */
export const redis = (
  name: string,
  metadata: Partial<Manifest['metadata']> = {},
): Manifest => ({
  apiVersion: 'test.org/v1',
  kind: 'Redis',
  metadata: { name, namespace: 'team-a', ...metadata },
  spec: { size: 'small' },
});

/** The one with portals. */
export const integration = (...portals: JsonObject[]): Manifest => ({
  apiVersion: 'platform.syntasso.io/v1alpha1',
  kind: 'SKEIntegration',
  metadata: { name: 'portals' },
  spec: { type: 'portal-controller', portals },
});

/** A portal with objects of its own. */
export const ownPortal = (name: string): JsonObject => ({
  name,
  type: 'backstage',
  config: {
    destination: { spec: { path: 'catalog' } },
    stateStore: {
      kind: 'BucketStateStore',
      spec: { bucketName: 'b', endpoint: 's3.example.test' },
    },
  },
});

export const entityCustomization = (
  name: string,
  component: JsonObject,
): Manifest => ({
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'BackstageEntityCustomization',
  metadata: { name },
  spec: { entityGenerationOptions: { promise: { component } } },
});

/** The label of the Backstage Controller. */
export const BACKSTAGE = { 'kratix.io/backstage': 'true' };
