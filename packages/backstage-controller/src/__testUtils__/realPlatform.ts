import { randomUUID } from 'node:crypto';
import { testKubeconfig } from '@internal/testbed';
import { KubeConfig } from '@kubernetes/client-node';
import type { Manifest } from '@syntasso/plugin-ske-common';
import {
  KubernetesClient,
  resourceTypes,
  type ResourceType,
} from '@syntasso/plugin-ske-node';
import { ClusterPlatform } from '../platform/ClusterPlatform';
import type { PlatformApi } from '../platform/PlatformApi';
import { installCrd, readCustomizationCrd } from './crds';
import { RUN_LABEL, withPromisesOf } from './promisesOfRun';
import { redisApi } from './redisApi';

/** What a test has for itself on the API server that all tests of a run share. */
export interface TestPlatform {
  client: KubernetesClient;
  /** Has only the Promises of this test. */
  platform: PlatformApi;
  /** The same for somebody else. */
  platformOf(client: KubernetesClient): PlatformApi;
  /** For the controller's Works and Lease. */
  namespace: string;
  /** What a Destination of this test has. */
  labels: { environment: string };
  /** Of the Resources of its Promise. */
  type: ResourceType;
  promise: string;
  promiseWith(labels: Record<string, string>): Manifest;
  resource(name: string): Manifest;
}

/** Prepares an own namespace, Destination and API group. */
export async function newTestPlatform(): Promise<TestPlatform> {
  const run = `t${randomUUID().slice(0, 8)}`;
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromFile(testKubeconfig());
  const client = new KubernetesClient(kubeConfig);
  const labels = { environment: run };
  await client.create(resourceTypes.namespaces, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: run },
  });
  await installCrd(client, readCustomizationCrd());
  await client.create(resourceTypes.bucketStateStores, {
    apiVersion: 'platform.kratix.io/v1alpha1',
    kind: 'BucketStateStore',
    metadata: { name: run },
    spec: {
      bucketName: 'b',
      endpoint: 's3.example.test',
      secretRef: { name: 'none' },
    },
  });
  await client.create(resourceTypes.destinations, {
    apiVersion: 'platform.kratix.io/v1alpha1',
    kind: 'Destination',
    metadata: { name: run, labels },
    spec: {
      path: run,
      strictMatchLabels: true,
      stateStoreRef: { kind: 'BucketStateStore', name: run },
    },
  });
  const group = `${run}.example.org`;
  const promise = `redis-${run}`;
  return {
    client,
    platform: withPromisesOf(new ClusterPlatform(client), run),
    platformOf: other => withPromisesOf(new ClusterPlatform(other), run),
    namespace: run,
    labels,
    type: { group, version: 'v1', plural: 'redises' },
    promise,
    promiseWith: more => ({
      apiVersion: 'platform.kratix.io/v1alpha1',
      kind: 'Promise',
      metadata: { name: promise, labels: { [RUN_LABEL]: run, ...more } },
      spec: { api: redisApi(group) },
    }),
    resource: name => ({
      apiVersion: `${group}/v1`,
      kind: 'Redis',
      metadata: { name, namespace: 'default' },
      spec: { size: 'small' },
    }),
  };
}
