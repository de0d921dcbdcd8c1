import { randomUUID } from 'node:crypto';
import { ConfigReader } from '@backstage/config';
import { KubeConfig } from '@kubernetes/client-node';
import { eventually, testKubeconfig } from '@internal/testbed';
import {
  subjectKey,
  type Manifest,
  type ObjectRef,
} from '@syntasso/plugin-ske-common';
import {
  ifNotFound,
  KubernetesClient,
  platformAccessFromConfig,
  type ResourceType,
} from '@syntasso/plugin-ske-node';
import { ClusterProvider } from '../platform/ClusterProvider';

/** A client of the API server that the tests of a run share. */
export function newClient() {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromFile(testKubeconfig());
  return new KubernetesClient(kubeConfig);
}

/** The cluster that the tests of a run share, as the backend has it. */
export const newClusterProvider = () =>
  new ClusterProvider(
    platformAccessFromConfig(
      new ConfigReader({
        ske: { kubernetes: { kubeconfig: testKubeconfig() } },
      }),
    ),
  );

/** What the pipeline of a Cache does, see docs/simulator.md. */
const RENDER =
  '- log: rendering {{ spec.size }}\n- status: { host: "{{ metadata.name }}.test", password: hunter2 }\n';

/**
 * A Promise of Caches, in an API group of its own; the kind names its entities.
 *
 * @param simulation - what its pipeline does, see docs/simulator.md
 */
export function newCachePromise(kind = 'Cache', simulation = RENDER) {
  const group = `t${randomUUID().slice(0, 8)}.example.org`;
  const promiseName = `cache-${group.split('.')[0]}`;
  const ref = (name: string, namespace = 'default'): Required<ObjectRef> => ({
    apiVersion: `${group}/v1`,
    kind,
    namespace,
    name,
  });
  const promise: Manifest = {
    apiVersion: 'platform.kratix.io/v1alpha1',
    kind: 'Promise',
    metadata: {
      name: promiseName,
      labels: { 'kratix.io/promise-version': 'v1' },
    },
    spec: {
      api: {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: `caches.${group}` },
        spec: {
          group,
          scope: 'Namespaced',
          names: { kind, plural: 'caches', singular: 'cache' },
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
                      required: ['size'],
                      properties: {
                        size: { type: 'string', enum: ['small', 'large'] },
                        place: { type: 'string' },
                      },
                    },
                  },
                },
              },
            },
          ],
        },
      },
      workflows: {
        resource: {
          configure: [
            {
              apiVersion: 'platform.kratix.io/v1alpha1',
              kind: 'Pipeline',
              metadata: { name: 'configure' },
              spec: {
                containers: [
                  {
                    name: 'render',
                    image: 'example/render',
                    env: [
                      {
                        name: 'SIMULATION',
                        value: simulation,
                      },
                    ],
                  },
                ],
              },
            },
          ],
        },
      },
    },
  };
  return {
    group,
    promiseName,
    promise,
    type: { group, version: 'v1', plural: 'caches' },
    ref,
    /** The same as a query of the contract's endpoint. */
    query: (name: string, namespace?: string) =>
      new URLSearchParams(ref(name, namespace)).toString(),
    subject: (name: string, namespace?: string) =>
      subjectKey({ kind: 'resource', ref: ref(name, namespace) }),
    /** A Cache as YAML. */
    cache: (name: string, size = 'small') =>
      `apiVersion: ${group}/v1\nkind: ${kind}\nmetadata: { name: ${name}, namespace: default }\nspec: { size: ${size} }\n`,
  };
}

/**
 * Requests a Cache of a Promise that was just installed: its CRD comes a moment
 * later.
 */
export async function requestCache(
  client: KubernetesClient,
  type: ResourceType,
  { apiVersion, kind, name, namespace }: Required<ObjectRef>,
  annotations?: Record<string, string>,
): Promise<Manifest> {
  const manifest: Manifest = {
    apiVersion,
    kind,
    metadata: { name, namespace, annotations },
    spec: { size: 'small' },
  };
  // A type that was just made may not be served yet.
  return eventually(`the API of ${kind}`, () =>
    client.create(type, manifest).catch(ifNotFound),
  );
}
