import { KubeConfig } from '@kubernetes/client-node';
import { eventually, testKubeconfig } from '@internal/testbed';
import {
  at,
  isObject,
  objectsOf,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import {
  KubernetesClient,
  resourceTypes,
  type ObjectKey,
  type ResourceType,
} from '@syntasso/plugin-ske-node';
import type { JsonObject } from '@backstage/types';
import { ignoreIfExists } from '../runtime/Cluster';

/** The API server that the tests of one run share, with simulated Kratix on it. */
export function testClient(): KubernetesClient {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromFile(testKubeconfig());
  return new KubernetesClient(kubeConfig);
}

/** Labels by which a person or Kratix says what is to be done, written out as Kratix has them. */
export const PAUSED = 'kratix.io/paused';
export const MANUAL = 'kratix.io/manual-reconciliation';
export const FROM_START = 'internal.workflows.kratix.io/run-from-start';

/** A Resource of a test, or what belongs to it. */
export const refOf = (name: string) => ({ namespace: 'default', name });

/** The kinds of the Promises of a test file, by their plurals. */
export const typesUnder =
  (prefix: string) =>
  (plural: string): ResourceType => ({
    group: `${prefix}.example.org`,
    version: 'v1',
    plural,
  });

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

/** Creates a Destination of a test file, and the state store that its Destinations share. */
export async function createDestination(
  client: KubernetesClient,
  prefix: string,
  environment: string,
  labels: Record<string, string> = { environment: `${prefix}-${environment}` },
) {
  const store = `${prefix}-store`;
  await client.create(bucketStores, stateStore(store)).catch(ignoreIfExists);
  await client
    .create(
      resourceTypes.destinations,
      destination(`${prefix}-${environment}`, labels, store, {
        // Nothing of other tests goes there.
        strictMatchLabels: true,
      }),
    )
    .catch(ignoreIfExists);
}

/** Labels or annotations to set; `null` removes one. */
export type Marks = Record<string, string | null>;

/** Changes labels and annotations of an object in one write. */
export const mark = (
  client: KubernetesClient,
  type: ResourceType,
  key: ObjectKey,
  labels: Marks,
  annotations: Marks = {},
) => client.patch(type, key, { metadata: { labels, annotations } });

/** A step of a simulated container that writes one file. */
export const file = {
  file: { path: 'config.yaml', content: 'a: {{ metadata.name }}' },
};

/** Longer than Kratix waits until it looks at a Job, at the speed of tests. */
const SLOW_SECONDS = 8;

/**
 * A simulated container that does what an annotation with its pipeline's name says:
 * `slow`, `fails`, `suspends`; without it, it works.
 */
export function annotated(pipeline: string): object[] {
  const when = (is: string) => ({
    path: `metadata.annotations.${pipeline}`,
    is,
  });
  return [
    { when: when('slow'), wait: SLOW_SECONDS },
    { when: when('fails'), fail: 1 },
    { when: when('suspends'), suspend: { message: 'approve the deletion' } },
    file,
    { status: { message: '{{ metadata.name }} is ready to use' } },
  ];
}

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

/** How often in a row an object has to look the same. */
const LOOKS_AT_REST = 10;

/**
 * Resolves when nobody writes an object any more: what a controller still has to do about
 * its own last write would count as news of what a test does next.
 */
export async function untilAtRest(
  client: KubernetesClient,
  type: ResourceType,
  key: ObjectKey,
): Promise<void> {
  let version: string | undefined;
  let looks = 0;
  await eventually(
    `${type.plural} ${key.name} at rest`,
    async () => {
      const { metadata } = await client.get(type, key);
      looks = metadata.resourceVersion === version ? looks + 1 : 0;
      version = metadata.resourceVersion;
      return looks >= LOOKS_AT_REST;
    },
    { pauseMs: 50 },
  );
}
