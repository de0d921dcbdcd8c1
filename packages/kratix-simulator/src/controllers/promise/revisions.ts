import type { Manifest } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { label, type Cluster } from '../../runtime/Cluster';
import { KRATIX, md5 } from '../../runtime/names';
import { selector } from '../../workflow/subject';

/** Creates the revision of the Promise's version, and marks it as the latest. */
export async function updateRevisions(cluster: Cluster, promise: Manifest) {
  const version = versionOf(promise) ?? 'not-set';
  const name = `${promise.metadata.name.slice(0, 56)}-${md5(version).slice(
    0,
    5,
  )}`;
  const labels = {
    [`${KRATIX}promise-name`]: promise.metadata.name,
    [`${KRATIX}latest-revision`]: 'true',
  };
  await cluster.client.apply(
    resourceTypes.promiseRevisions,
    {
      apiVersion: 'platform.kratix.io/v1alpha1',
      kind: 'PromiseRevision',
      metadata: {
        name,
        labels,
        finalizers: [`${KRATIX}resource-request-cleanup`],
      },
      spec: {
        promiseRef: { name: promise.metadata.name },
        promiseSpec: promise.spec ?? {},
        version,
      },
    },
    { fieldManager: 'kratix-simulator', force: true },
  );
  for (const revision of await revisionsOf(cluster, promise)) {
    const latest = revision.metadata.name === name;
    if (!latest && label(revision, `${KRATIX}latest-revision`)) {
      await cluster.label(resourceTypes.promiseRevisions, revision.metadata, {
        [`${KRATIX}latest-revision`]: null,
      });
    }
    await cluster.updateStatus(
      resourceTypes.promiseRevisions,
      revision.metadata,
      status => {
        if (latest) status.latest = true;
        else delete status.latest;
      },
    );
  }
  await cluster.updateStatus(
    resourceTypes.promises,
    promise.metadata,
    status => {
      if (versionOf(promise)) status.version = version;
    },
  );
}

/** The version in a Promise's label. */
export const versionOf = (promise: Manifest) =>
  label(promise, `${KRATIX}promise-version`);

/** All revisions of a Promise. */
export async function revisionsOf(cluster: Cluster, promise: Manifest) {
  return cluster.list(resourceTypes.promiseRevisions, {
    labelSelector: selector({
      [`${KRATIX}promise-name`]: promise.metadata.name,
    }),
  });
}
