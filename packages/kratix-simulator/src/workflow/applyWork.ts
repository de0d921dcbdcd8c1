import { gzipSync } from 'node:zlib';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { JsonObject, JsonValue } from '@backstage/types';
import { label, type Cluster } from '../runtime/Cluster';
import { DRY_RUN_LABEL, generatedName, md5, now } from '../runtime/names';
import { keyOf } from '../runtime/owners';
import { selector } from './subject';

interface File {
  path: string;
  content: string;
}

/** Labels that a Destination must have, for all files or those of a directory. */
interface WorkSelector {
  matchLabels: JsonValue;
  source: string;
  directory?: string;
}

/** Creates the Work, or updates the one with the same labels. */
export async function applyWork(
  cluster: Cluster,
  work: {
    namespace: string;
    name: string;
    labels: Record<string, string>;
    promiseName: string;
    resourceName: string | undefined;
    files: File[];
    selectors: WorkSelector[];
  },
) {
  const spec: JsonObject = {
    lastExecutionTimestamp: now(),
    promiseName: work.promiseName,
    ...(work.resourceName ? { resourceName: work.resourceName } : {}),
    workloadGroups: groupsOf(work.files, work.selectors),
  };
  const found = await cluster.list(resourceTypes.works, {
    namespace: work.namespace,
    labelSelector: selector(work.labels),
  });
  // Those of a dry run are others, and about to go when it is over.
  const existing = found.find(
    other =>
      !other.metadata.deletionTimestamp &&
      label(other, DRY_RUN_LABEL) === work.labels[DRY_RUN_LABEL],
  );
  if (existing) {
    await cluster.client.patch(resourceTypes.works, keyOf(existing), { spec });
    return;
  }
  await cluster.client.create(resourceTypes.works, {
    apiVersion: 'platform.kratix.io/v1alpha1',
    kind: 'Work',
    metadata: {
      name: generatedName(work.name),
      namespace: work.namespace,
      labels: work.labels,
    },
    spec,
  });
}

/**
 * A group for each directory that goes to Destinations of its own, and one for the other
 * files; none where there are no files.
 */
function groupsOf(files: File[], selectors: WorkSelector[]): JsonObject[] {
  const own = [...new Set(selectors.flatMap(s => s.directory ?? []))];
  const directoryOf = (file: File) =>
    own.find(directory => file.path.startsWith(`${directory}/`)) ?? '.';
  return [...own, '.']
    .map(directory => ({
      id: md5(directory),
      directory,
      destinationSelectors: selectors
        .filter(s => (s.directory ?? '.') === directory)
        .map(({ matchLabels, source }) => ({ matchLabels, source })),
      workloads: files
        .filter(file => directoryOf(file) === directory)
        .map(file => ({
          filepath: file.path,
          content: gzipSync(file.content).toString('base64'),
        })),
    }))
    .filter(group => group.workloads.length > 0);
}
