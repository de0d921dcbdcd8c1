import type { JsonObject } from '@backstage/types';
import { KubeConfig } from '@kubernetes/client-node';
import type { Manifest } from '@syntasso/plugin-ske-common';
import { KubernetesClient, resourceTypes } from '@syntasso/plugin-ske-node';

/** How many Promises there are. */
export const PROMISES = 500;
/** Where the Works are. */
export const NAMESPACE = 'kratix-platform-system';
const AT_ONCE = 40;
const GROUP = 'bench.example.org';
const ANYTHING: JsonObject = {
  type: 'object',
  'x-kubernetes-preserve-unknown-fields': true,
};

const plural = (promise: number) => `things${promise}`;

/** The type of the Resources of a Promise. */
export const typeOf = (promise: number) => ({
  group: GROUP,
  version: 'v1',
  plural: plural(promise),
});

/** The name of a Promise. */
export const promiseName = (promise: number) => `thing${promise}`;

/** The Promise of a Resource, both by number. */
export const promiseOf = (resource: number) => resource % PROMISES;

/** Where a Resource is. */
export const keyOfThing = (resource: number) => ({
  namespace: 'default',
  name: `thing-${resource}`,
});

/** A client that waits for long answers. */
export function clientOf(kubeconfig: string): KubernetesClient {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromFile(kubeconfig);
  return new KubernetesClient(kubeConfig, { request: 120_000 });
}

function crdOf(
  names: { group: string; kind: string; plural: string },
  version: string,
  scope: 'Namespaced' | 'Cluster',
): Manifest {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${names.plural}.${names.group}` },
    spec: {
      group: names.group,
      scope,
      names: {
        kind: names.kind,
        plural: names.plural,
        singular: names.kind.toLowerCase(),
      },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: { spec: ANYTHING, status: ANYTHING },
            },
          },
        },
      ],
    },
  };
}

const kratixCrd = (
  kind: string,
  pluralName: string,
  scope: 'Namespaced' | 'Cluster',
) =>
  crdOf(
    { group: 'platform.kratix.io', kind, plural: pluralName },
    'v1alpha1',
    scope,
  );

const apiOf = (promise: number) =>
  crdOf(
    { group: GROUP, kind: `Thing${promise}`, plural: plural(promise) },
    'v1',
    'Namespaced',
  );

const promiseManifest = (promise: number): Manifest => ({
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'Promise',
  metadata: {
    name: promiseName(promise),
    labels: { 'kratix.io/backstage': 'true' },
  },
  spec: { api: apiOf(promise) as unknown as JsonObject },
});

const thing = (resource: number): Manifest => ({
  apiVersion: `${GROUP}/v1`,
  kind: `Thing${promiseOf(resource)}`,
  metadata: {
    ...keyOfThing(resource),
    labels: { 'kratix.io/promise-name': promiseName(promiseOf(resource)) },
  },
  spec: { size: 'small', version: '7.2', replicas: 2, backup: true },
});

/** Of Kratix, so that a Promise can have conditions of the controller, too. */
const STATUS = { workflows: 0, workflowsFailed: 0, workflowsSucceeded: 0 };

/**
 * Puts {@link PROMISES} Promises and some Resources on an API server, as far as they are
 * not there yet.
 */
export async function putObjects(
  client: KubernetesClient,
  resources: number,
): Promise<void> {
  const { crds, promises, namespaces } = resourceTypes;
  await made(client, namespaces, {
    ...{ apiVersion: 'v1', kind: 'Namespace' },
    metadata: { name: NAMESPACE },
  });
  await made(client, crds, kratixCrd('Promise', 'promises', 'Cluster'));
  await made(client, crds, kratixCrd('Work', 'works', 'Namespaced'));
  await each(PROMISES, index => made(client, crds, apiOf(index)));
  await each(PROMISES, async index => {
    const isNew = await made(client, promises, promiseManifest(index));
    if (!isNew) return;
    const key = { name: promiseName(index) };
    await client.patch(promises, key, { status: STATUS }, 'status');
  });
  await each(resources, index =>
    made(client, typeOf(promiseOf(index)), thing(index)),
  );
  // Some have no Resource yet, and may not be served yet either.
  await each(PROMISES, index => onceServed(() => client.list(typeOf(index))));
}

/** Makes something. @returns whether it was not there yet */
async function made(
  client: KubernetesClient,
  type: Parameters<KubernetesClient['create']>[0],
  object: Manifest,
): Promise<boolean> {
  let isNew = true;
  await onceServed(() =>
    client.create(type, object).catch(error => {
      if (error.name !== 'ConflictError') throw error;
      isNew = false;
    }),
  );
  return isNew;
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
async function each(count: number, work: (index: number) => Promise<unknown>) {
  let next = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < count) await work(next++);
    }),
  );
}
