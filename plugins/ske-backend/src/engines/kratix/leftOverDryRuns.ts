import { setTimeout as delay } from 'node:timers/promises';
import { isError } from '@backstage/errors';
import {
  ifNotFound,
  resourceTypes,
  type KubernetesClient,
} from '@syntasso/plugin-ske-node';
import { isTransient, type DryRunKey } from './waitForDryRun';

/** Marks DryRuns made by this plugin, so that abandoned ones are found and deleted. */
const MANAGED_BY = 'app.kubernetes.io/managed-by';
const MANAGER = 'backstage-ske';
/** What the names of DryRuns of previews begin with. */
export const NAME_PREFIX = 'preview-';
/** What DryRuns of previews are found by. */
export const PREVIEW_LABELS = { [MANAGED_BY]: MANAGER };

/** An older DryRun is abandoned: its backend was killed before it could delete it. */
const ABANDONED_AFTER_MS = 15 * 60_000;
/** Pauses before a DryRun is deleted again. An API server ends a request after a minute. */
const PAUSES_MS = [1_000, 4_000, 15_000, 25_000, 45_000];

/**
 * Deletes DryRuns of backends that were killed before they could do it: by one list where
 * the credential may list them in all namespaces.
 *
 * @param namespaces - where it looks if the credential may not
 * @throws NotAllowedError where the credential may not list them there either
 */
export async function deleteAbandonedDryRuns(
  client: KubernetesClient,
  namespaces: readonly string[],
): Promise<void> {
  // One that cannot be deleted does not keep the others.
  const problems: unknown[] = [];
  const deleteIn = async (namespace: string | undefined) => {
    const labelSelector = `${MANAGED_BY}=${MANAGER}`;
    const { items } = await client.list(resourceTypes.dryRuns, {
      namespace,
      labelSelector,
    });
    for (const { metadata } of items) {
      const ageMs = Date.now() - Date.parse(metadata.creationTimestamp ?? '');
      const isAbandoned =
        metadata.name.startsWith(NAME_PREFIX) && ageMs > ABANDONED_AFTER_MS;
      if (!isAbandoned) continue;
      await client
        .delete(resourceTypes.dryRuns, metadata)
        .catch(ifNotFound)
        .catch(error => problems.push(error));
    }
  };
  try {
    await deleteIn(undefined);
  } catch (error) {
    const isDenied = isError(error) && error.name === 'NotAllowedError';
    if (!isDenied || namespaces.length === 0) throw error;
    for (const namespace of namespaces) {
      await deleteIn(namespace).catch(problem => problems.push(problem));
    }
  }
  if (problems.length > 0) throw problems[0];
}

/**
 * Deletes a DryRun. Where the platform does not answer, or may make it later, that goes on
 * for a while, and nobody waits for it.
 *
 * @param options.mayComeLate - whether nobody knows if it was made
 * @param options.onCleanUpFailed - told why it could not be deleted
 * @param options.pausesMs - before each further time
 */
export async function deleteDryRun(
  client: KubernetesClient,
  key: DryRunKey,
  options: {
    mayComeLate: boolean;
    onCleanUpFailed: (error: Error) => void;
    pausesMs?: readonly number[];
  },
): Promise<void> {
  const { mayComeLate, onCleanUpFailed, pausesMs = PAUSES_MS } = options;
  await client.delete(resourceTypes.dryRuns, key).catch((error: Error) => {
    if (isAbsence(error) ? mayComeLate : isTransient(error)) {
      void deleteLater(client, key, pausesMs).catch(onCleanUpFailed);
    } else if (!isAbsence(error)) {
      onCleanUpFailed(error);
    }
  });
}

async function deleteLater(
  client: KubernetesClient,
  key: DryRunKey,
  pausesMs: readonly number[],
) {
  let problem: unknown;
  for (const pause of pausesMs) {
    // It keeps no process from ending: deleteAbandonedDryRuns finds what is left.
    await delay(pause, undefined, { ref: false });
    try {
      await client.delete(resourceTypes.dryRuns, key);
      return;
    } catch (error) {
      if (!isAbsence(error) && !isTransient(error)) throw error;
      problem = isAbsence(error) ? undefined : error;
    }
  }
  if (problem) throw problem;
}

const isAbsence = (error: unknown) =>
  isError(error) && error.name === 'NotFoundError';
