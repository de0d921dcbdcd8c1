import { gunzipSync } from 'node:zlib';
import {
  asText,
  at,
  conditionsOf,
  objectsOf,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import {
  ifNotFound,
  resourceTypes,
  type KubernetesClient,
} from '@syntasso/plugin-ske-node';
import { parseAllDocuments } from 'yaml';

const { promises, destinations, bucketStateStores, works } = resourceTypes;
const KRATIX = 'platform.kratix.io/v1alpha1';
/** A group whose Resources the controller may read without further roles. */
const GROUP = 'marketplace.kratix.io';
const LABEL = 'kratix.io/backstage';

/** A Promise on the platform of the tests. */
export class RedisPromise {
  readonly #client: KubernetesClient;
  readonly #run: string;

  /** @param run - what the names of a test have in them */
  constructor(client: KubernetesClient, run: string) {
    this.#client = client;
    this.#run = run;
  }

  get name(): string {
    return `redis-${this.#run}`;
  }

  /** Creates it without the label, and the Destination that the controller needs. */
  async create(): Promise<void> {
    const client = this.#client;
    const run = this.#run;
    await client.create(bucketStateStores, {
      ...{ apiVersion: KRATIX, kind: 'BucketStateStore' },
      metadata: { name: run },
      spec: {
        bucketName: 'b',
        endpoint: 's3.example.test',
        secretRef: { name: 'none' },
      },
    });
    await client.create(destinations, {
      ...{ apiVersion: KRATIX, kind: 'Destination' },
      metadata: { name: run, labels: { environment: 'backstage' } },
      spec: {
        path: run,
        strictMatchLabels: true,
        stateStoreRef: { kind: 'BucketStateStore', name: run },
      },
    });
    await client.create(promises, {
      ...{ apiVersion: KRATIX, kind: 'Promise' },
      metadata: { name: this.name },
      spec: { api: apiOf(run) },
    });
  }

  /** `kubectl label promise …`; null removes the label. */
  async label(value: 'true' | null): Promise<void> {
    await this.#client.patch(
      promises,
      { name: this.name },
      { metadata: { labels: { [LABEL]: value } } },
    );
  }

  /** Reasons of its conditions. */
  async reasons(): Promise<string[]> {
    const promise = await this.#client.get(promises, { name: this.name });
    return conditionsOf(promise).map(({ reason }) => reason);
  }

  /** The entities that Kratix is given to write. */
  async entities(namespace: string): Promise<unknown[]> {
    const { items } = await this.#client.list(works, {
      namespace,
      labelSelector: 'app.kubernetes.io/managed-by=backstage-controller',
    });
    return items
      .filter(work => at(work, 'spec', 'promiseName') === this.name)
      .flatMap(entitiesOf);
  }

  async remove(): Promise<void> {
    const name = this.#run;
    await this.#client.delete(promises, { name: this.name }).catch(ifNotFound);
    await this.#client.delete(destinations, { name }).catch(ifNotFound);
    await this.#client.delete(bucketStateStores, { name }).catch(ifNotFound);
  }
}

const entitiesOf = (work: Manifest): unknown[] =>
  objectsOf(at(work, 'spec', 'workloadGroups'))
    .flatMap(({ workloads }) => objectsOf(workloads))
    .map(({ content }) =>
      gunzipSync(Buffer.from(asText(content) ?? '', 'base64')).toString(),
    )
    .flatMap(text => parseAllDocuments(text).map(one => one.toJS() as unknown));

const apiOf = (run: string) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `redises${run}.${GROUP}` },
  spec: {
    group: GROUP,
    scope: 'Namespaced',
    // Other tests of the run may have a Redis in this group.
    names: {
      kind: `Redis${run}`,
      plural: `redises${run}`,
      singular: `redis${run}`,
    },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: { spec: { type: 'object' } },
          },
        },
      },
    ],
  },
});
