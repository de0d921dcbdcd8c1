import { KubeConfig } from '@kubernetes/client-node';
import { testKubeconfig } from '@internal/testbed';
import {
  at,
  isObject,
  objectsOf,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { KubernetesClient } from '@syntasso/plugin-ske-node';
import type { JsonObject } from '@backstage/types';

/** The API server that the tests of one run share, with simulated Kratix on it. */
export function testClient(): KubernetesClient {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromFile(testKubeconfig());
  return new KubernetesClient(kubeConfig);
}

/** The kind of a state store. */
export const bucketStores = {
  group: 'platform.kratix.io',
  version: 'v1alpha1',
  plural: 'bucketstatestores',
};

export const stateStore = (name: string): Manifest => ({
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'BucketStateStore',
  metadata: { name },
  spec: {
    bucketName: 'b',
    endpoint: 's3.example.test',
    secretRef: { name: 'none' },
  },
});

export const destination = (
  name: string,
  labels: Record<string, string>,
  store: string,
  more: JsonObject = {},
): Manifest => ({
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'Destination',
  metadata: { name, labels },
  spec: {
    path: name,
    stateStoreRef: { kind: 'BucketStateStore', name: store },
    ...more,
  },
});

/** A step of a simulated container that writes one file. */
export const file = {
  file: { path: 'config.yaml', content: 'a: {{ metadata.name }}' },
};

/** Replaces the containers of a recorded Promise by simulated scripts, by pipeline. */
export function scripted(
  promise: Manifest,
  scripts: Record<string, object[]>,
): Manifest {
  const copy = structuredClone(promise);
  for (const pipeline of pipelinesIn(copy)) {
    const name = String(at(pipeline, 'metadata', 'name'));
    const { spec } = pipeline;
    if (!isObject(spec)) throw new Error(`pipeline ${name} has no spec`);
    spec.jobOptions = { backoffLimit: 0 };
    spec.containers = objectsOf(spec.containers).map(container => ({
      ...container,
      env: [
        { name: 'SIMULATION', value: JSON.stringify(scripts[name] ?? [file]) },
      ],
    }));
  }
  return copy;
}

/** The pipelines of a Promise, of all its workflows. */
const pipelinesIn = (promise: Manifest): JsonObject[] =>
  ['promise', 'resource'].flatMap(type =>
    ['configure', 'delete'].flatMap(action =>
      objectsOf(at(promise, 'spec', 'workflows', type, action)),
    ),
  );
