import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { manifestSchema, type Manifest } from '@syntasso/plugin-ske-common';
import {
  Discovery,
  resourceTypes,
  type KubernetesClient,
  type ResourceType,
} from '@syntasso/plugin-ske-node';
import { ignoreIfExists } from './runtime/Cluster';

const TIMEOUT_MS = 60_000;

/** What is done to an example once it has settled: `delete`, or a status as JSON. */
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
 * Applies the examples in a sensible order: platform, Promises, then requests
 * as soon as their kinds are known. What exists already is left alone.
 */
export async function applyExamples(
  client: KubernetesClient,
  dir: string,
  signal: AbortSignal,
): Promise<{ applied: number }> {
  const discovery = new Discovery(client);
  const patiently = <T>(step: () => Promise<T>) => retryTransientErrors(step, signal);
  const after: Promise<unknown>[] = [];
  let applied = 0;
  for (const folder of ['platform', 'promises', 'requests']) {
    for (const manifest of readManifests(join(dir, folder))) {
      // A request's kind is known as soon as its Promise has made the CRD.
      const type = await patiently(() =>
        discovery.resolve(manifest.apiVersion, manifest.kind),
      );
      const { namespace } = manifest.metadata;
      if (namespace && namespace !== 'default') {
        await patiently(() =>
          client
            .create(resourceTypes.namespaces, {
              apiVersion: 'v1',
              kind: 'Namespace',
              metadata: { name: namespace },
            })
            .catch(ignoreIfExists),
        );
      }
      const made = await patiently(() =>
        client.create(type, manifest).catch(ignoreIfExists),
      );
      const then = manifest.metadata.annotations?.[THEN_ANNOTATION];
      if (made && then) {
        after.push(patiently(() => applyThenAnnotation(client, type, made, then, signal)));
      }
      applied += 1;
    }
  }
  await Promise.all(after);
  return { applied };
}

/** Brings an example into a state that only comes after it was ready. */
async function applyThenAnnotation(
  client: KubernetesClient,
  type: ResourceType,
  { metadata }: Manifest,
  then: string,
  signal: AbortSignal,
) {
  const deadline = Date.now() + TIMEOUT_MS;
  const settled = (object: Manifest) =>
    object.status?.observedGeneration !== undefined;
  while (!settled(await client.get(type, metadata))) {
    if (signal.aborted || Date.now() > deadline) return;
    await pause();
  }
  if (then === 'delete') await client.delete(type, metadata);
  else {
    await client.patch(
      type,
      metadata,
      { status: JSON.parse(then) as object },
      'status',
    );
  }
}

const pause = () => new Promise(resolve => setTimeout(resolve, 100));

/** Tries a step again for a while: kinds appear, API servers come back. */
async function retryTransientErrors<T>(
  step: () => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const deadline = Date.now() + TIMEOUT_MS;
  for (;;) {
    try {
      return await step();
    } catch (error) {
      const passing = ['NotFoundError', 'ServiceUnavailableError'];
      const { name } = error as Error;
      if (!passing.includes(name) || signal.aborted || Date.now() > deadline) {
        throw error;
      }
      await pause();
    }
  }
}
