import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { manifestSchema, type Manifest } from '@syntasso/plugin-ske-common';
import {
  Discovery,
  resourceTypes,
  type KubernetesClient,
} from '@syntasso/plugin-ske-node';
import { ifTaken } from './runtime/Cluster';

const PATIENCE_MS = 60_000;

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
  let applied = 0;
  for (const folder of ['platform', 'promises', 'requests']) {
    for (const manifest of readManifests(join(dir, folder))) {
      const type = await known(discovery, manifest, signal);
      const { namespace } = manifest.metadata;
      if (namespace && namespace !== 'default') {
        await client
          .create(resourceTypes.namespaces, {
            apiVersion: 'v1',
            kind: 'Namespace',
            metadata: { name: namespace },
          })
          .catch(ifTaken);
      }
      await client.create(type, manifest).catch(ifTaken);
      applied += 1;
    }
  }
  return { applied };
}

async function known(
  discovery: Discovery,
  manifest: Manifest,
  signal: AbortSignal,
) {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await discovery.resolve(manifest.apiVersion, manifest.kind);
    } catch (error) {
      if (signal.aborted || Date.now() > deadline) throw error;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }
}
