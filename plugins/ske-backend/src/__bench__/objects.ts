import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import type { Manifest } from '@syntasso/plugin-ske-common';
import {
  KubernetesClient,
  platformAccessFromConfig,
  resourceTypes,
} from '@syntasso/plugin-ske-node';

/** How many Promises there are. */
export const PROMISES = 500;
const AT_ONCE = 40;
const GROUP = 'bench.example.org';

const plural = (index: number) => `things${index}`;

/** A CRD that takes anything. */
const crdOf = (names: {
  group: string;
  version: string;
  scope: 'Namespaced' | 'Cluster';
  kind: string;
  plural: string;
}): Manifest => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${names.plural}.${names.group}` },
  spec: {
    group: names.group,
    scope: names.scope,
    names: {
      kind: names.kind,
      plural: names.plural,
      singular: names.kind.toLowerCase(),
    },
    versions: [
      {
        name: names.version,
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            'x-kubernetes-preserve-unknown-fields': true,
          },
        },
      },
    ],
  },
});

const crdOfPromises = crdOf({
  group: 'platform.kratix.io',
  version: 'v1alpha1',
  scope: 'Cluster',
  kind: 'Promise',
  plural: 'promises',
});

const crd = (index: number) =>
  crdOf({
    group: GROUP,
    version: 'v1',
    scope: 'Namespaced',
    kind: `Thing${index}`,
    plural: plural(index),
  });

const promise = (index: number): Manifest => ({
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'Promise',
  metadata: { name: `thing${index}` },
  spec: { api: crd(index) as unknown as JsonObject },
});

/** With a status as Kratix writes it. */
const resource = (index: number, promiseIndex: number): Manifest => ({
  apiVersion: `${GROUP}/v1`,
  kind: `Thing${promiseIndex}`,
  metadata: {
    name: `thing-${index}`,
    namespace: 'default',
    labels: { 'kratix.io/promise-name': `thing${promiseIndex}` },
  },
  spec: { size: 'small', version: '7.2', replicas: 2, backup: true },
  status: {
    message: 'Resource configured',
    observedGeneration: 1,
    promiseVersion: 'v1.0.0',
    workflows: 1,
    workflowsSucceeded: 1,
    workflowsFailed: 0,
    connectionDetails: { host: `thing-${index}.example.org`, port: 6379 },
    kratix: {
      workflows: {
        pipelines: [
          {
            name: 'configure',
            phase: 'Succeeded',
            lastTransitionTime: '2026-01-01T00:00:00Z',
          },
        ],
      },
    },
    conditions: [
      'ConfigureWorkflowCompleted',
      'WorksSucceeded',
      'Reconciled',
    ].map(type => ({
      type,
      status: 'True',
      reason: type,
      message: 'All is well',
      lastTransitionTime: '2026-01-01T00:00:00Z',
    })),
  },
});

/** A client that waits for long answers. */
export function clientOf(kubeconfig: string): KubernetesClient {
  const { own } = platformAccessFromConfig(
    new ConfigReader({ ske: { kubernetes: { kubeconfig } } }),
  );
  if (!own) throw new Error('The kubeconfig names no cluster.');
  return new KubernetesClient(own, { request: 120_000 });
}

/** The type of the Resources of a Promise. */
export const typeOf = (promiseIndex: number) => ({
  group: GROUP,
  version: 'v1',
  plural: plural(promiseIndex),
});

/**
 * Puts {@link PROMISES} Promises and some Resources on an API server.
 *
 * @param promiseOf - the Promise of each Resource, both by number
 */
export async function putObjects(
  client: KubernetesClient,
  resources: number,
  promiseOf: (index: number) => number,
): Promise<void> {
  await made(client, resourceTypes.crds, crdOfPromises);
  await each(PROMISES, index => made(client, resourceTypes.crds, crd(index)));
  await each(PROMISES, index =>
    made(client, resourceTypes.promises, promise(index)),
  );
  await each(resources, index =>
    made(client, typeOf(promiseOf(index)), resource(index, promiseOf(index))),
  );
  // Some have no Resource yet, and may not be served yet either.
  await each(PROMISES, index => onceServed(() => client.list(typeOf(index))));
}

/** Makes something, if it is not there yet. */
async function made(
  client: KubernetesClient,
  type: Parameters<KubernetesClient['create']>[0],
  object: Manifest,
): Promise<void> {
  await onceServed(() =>
    client.create(type, object).catch(error => {
      if (error.name !== 'ConflictError') throw error;
    }),
  );
}

/** Asks again while the kind is not served; that takes a while after its CRD is there. */
async function onceServed(ask: () => Promise<unknown>): Promise<void> {
  const ends = Date.now() + 120_000;
  for (;;) {
    try {
      await ask();
      return;
    } catch (error) {
      const { name } = error as Error;
      if (name !== 'NotFoundError' || Date.now() > ends) throw error;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }
}

/** Works for each number, some at once. */
async function each(count: number, work: (index: number) => Promise<void>) {
  let next = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < count) await work(next++);
    }),
  );
}
