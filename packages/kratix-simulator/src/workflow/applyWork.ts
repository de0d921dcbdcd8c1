import { gzipSync } from 'node:zlib';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { JsonObject } from '@backstage/types';
import type { Cluster } from '../runtime/Cluster';
import { generatedName, md5, now } from '../runtime/names';
import { selector } from './subject';

/** Creates the Work, or updates the one with the same labels. */
export async function applyWork(
  cluster: Cluster,
  work: {
    namespace: string;
    name: string;
    labels: Record<string, string>;
    promiseName: string;
    resourceName: string | undefined;
    files: { path: string; content: string }[];
    selectors: JsonObject[];
  },
) {
  const spec: JsonObject = {
    lastExecutionTimestamp: now(),
    promiseName: work.promiseName,
    ...(work.resourceName ? { resourceName: work.resourceName } : {}),
    workloadGroups: work.files.length
      ? [
          {
            id: md5('.'),
            directory: '.',
            destinationSelectors: work.selectors,
            workloads: work.files.map(file => ({
              filepath: file.path,
              content: gzipSync(file.content).toString('base64'),
            })),
          },
        ]
      : [],
  };
  const [existing] = await cluster.list(resourceTypes.works, {
    namespace: work.namespace,
    labelSelector: selector(work.labels),
  });
  if (existing) {
    await cluster.client.patch(
      resourceTypes.works,
      { namespace: work.namespace, name: existing.metadata.name },
      { spec },
    );
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
