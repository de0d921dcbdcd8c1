import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '@backstage/types';
import { parseAllDocuments } from 'yaml';
import { manifestSchema, type Manifest } from '@syntasso/plugin-ske-common';
import {
  Discovery,
  resourceTypes,
  type KubernetesClient,
  type ResourceType,
} from '@syntasso/plugin-ske-node';
import { withDates } from './exampleDates';
import { ignoreIfExists } from './runtime/Cluster';

const TIMEOUT_MS = 60_000;

/** Annotation with what to do once an example is reconciled: `delete`, or a status as JSON. */
const THEN_ANNOTATION = 'simulator.kratix.io/then';

/** The manifests of all YAML files below a folder, in file order. */
export function readManifests(dir: string): Manifest[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.ya?ml$/.test(name))
    .sort()
    .flatMap(name => {
      const file = join(dir, name);
      return parseAllDocuments(readFileSync(file, 'utf8'))
        .map(document => document.toJS() as unknown)
        .filter(content => content !== null)
        .map(content => {
          const result = manifestSchema.safeParse(content);
          if (result.success) return result.data;
          throw new Error(
            `${file}: not a Kubernetes object (${result.error.issues[0].path.join(
              '.',
            )}: ${result.error.issues[0].message})`,
          );
        });
    });
}

/**
 * Creates the examples that do not exist: platform, Promises, then requests, each as
 * soon as the API server knows its kind.
 */
export async function applyExamples(
  client: KubernetesClient,
  dir: string,
  signal: AbortSignal,
): Promise<{ applied: number }> {
  const discovery = new Discovery(client);
  const withRetries = <T>(step: () => Promise<T>) =>
    retryTransientErrors(step, signal);
  const followUps: Promise<unknown>[] = [];
  let applied = 0;
  for (const folder of ['platform', 'promises', 'requests']) {
    for (const manifest of readManifests(join(dir, folder))) {
      // A request's kind is known as soon as its Promise has made the CRD.
      const type = await withRetries(() =>
        discovery.resolve(manifest.apiVersion, manifest.kind),
      );
      const { namespace } = manifest.metadata;
      if (namespace && namespace !== 'default') {
        await withRetries(() =>
          client
            .create(resourceTypes.namespaces, {
              apiVersion: 'v1',
              kind: 'Namespace',
              metadata: { name: namespace },
            })
            .catch(ignoreIfExists),
        );
      }
      const made = await withRetries(() =>
        client
          .create(type, withDates(manifest, new Date()))
          .catch(ignoreIfExists),
      );
      const then = manifest.metadata.annotations?.[THEN_ANNOTATION];
      if (made && then) {
        followUps.push(
          withRetries(() =>
            applyThenAnnotation(client, type, made, then, signal),
          ),
        );
      }
      applied += 1;
    }
  }
  await Promise.all(followUps);
  return { applied };
}

/** Does what the annotation of an example says, once Kratix has reconciled it. */
async function applyThenAnnotation(
  client: KubernetesClient,
  type: ResourceType,
  { metadata }: Manifest,
  then: string,
  signal: AbortSignal,
) {
  const deadline = Date.now() + TIMEOUT_MS;
  const isReconciled = (object: Manifest) =>
    object.status?.observedGeneration !== undefined;
  while (!isReconciled(await client.get(type, metadata))) {
    if (signal.aborted || Date.now() > deadline) return;
    await pause();
  }
  if (then === 'delete') await client.delete(type, metadata);
  else {
    await client.patch(
      type,
      metadata,
      { status: withDates(JSON.parse(then) as JsonObject, new Date()) },
      'status',
    );
  }
}

const pause = () => new Promise(resolve => setTimeout(resolve, 100));

/** Repeats a step while its kind is not known yet, or the API server is away. */
async function retryTransientErrors<T>(
  step: () => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const deadline = Date.now() + TIMEOUT_MS;
  for (;;) {
    try {
      return await step();
    } catch (error) {
      const transient = ['NotFoundError', 'ServiceUnavailableError'];
      const { name } = error as Error;
      if (
        !transient.includes(name) ||
        signal.aborted ||
        Date.now() > deadline
      ) {
        throw error;
      }
      await pause();
    }
  }
}
