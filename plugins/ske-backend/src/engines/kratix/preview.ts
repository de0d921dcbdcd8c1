import { randomBytes } from 'node:crypto';
import { InputError } from '@backstage/errors';
import type { Manifest, Offering } from '@syntasso/plugin-ske-common';
import {
  ifNotFound,
  resourceTypes,
  type KubernetesClient,
} from '@syntasso/plugin-ske-node';
import type { EnginePreview, Watches } from '../../live/ClusterEngine';
import type { Dependency } from '../../live/LiveSource';
import { waitForDryRun } from './waitForDryRun';
import { destinations, forDryRuns } from './watches';

/** Marks DryRuns made by this plugin, so that abandoned ones are found and deleted. */
const MANAGED_BY = 'app.kubernetes.io/managed-by';
const MANAGER = 'backstage-ske';
const NAME_PREFIX = 'preview-';
/** Letters of the value of a label. */
const LONGEST_LABEL = 63;

/** An older DryRun is abandoned: its backend was killed before it could delete it. */
const ABANDONED_AFTER_MS = 15 * 60_000;

/**
 * Kratix's dry runs: a DryRun object makes a Resource of its own, whose Works go to a
 * Destination that is labelled for them, and a summary of what has changed.
 */
export const preview: EnginePreview = {
  rights: ['create', 'get', 'list', 'delete'].map(verb => ({
    purpose: 'previews',
    group: resourceTypes.dryRuns.group,
    resource: resourceTypes.dryRuns.plural,
    verb,
    scope: 'Namespaced',
  })),

  isOffered: (watches: Watches) =>
    watches.watch(destinations).store.byIndex(forDryRuns, 'true').length > 0,

  async checkOffered(watches, signal) {
    await watches.watch(destinations).synced(signal);
    return preview.isOffered(watches);
  },

  async run(client, run) {
    const { name: resourceName, namespace = 'default' } = run.wanted.metadata;
    if (resourceName.length > LONGEST_LABEL) {
      throw new InputError(
        `metadata.name: ${resourceName} has more than ${LONGEST_LABEL} letters, so that Kratix cannot label what it writes for it. Choose a shorter name.`,
      );
    }
    const { api } = run.offering;
    if (!api?.served) {
      throw new InputError(
        `Promise ${run.offering.name} has no API on the platform yet, so nothing can be tried.`,
      );
    }
    const resourceType = { group: api.group, ...api.served };
    await deleteAbandoned(client, namespace).catch(run.onLeftOver);
    const name = `${NAME_PREFIX}${randomBytes(4).toString('hex')}`;
    const key = { namespace, name };
    // Whoever has left meanwhile must not start pipelines.
    run.signal.throwIfAborted();
    try {
      await client.create(
        resourceTypes.dryRuns,
        dryRunOf(run.offering, run.wanted, key),
      );
      return await waitForDryRun(client, run, resourceType, key);
    } finally {
      // Its Resource and Works go with it. It may be there although making it failed.
      await client
        .delete(resourceTypes.dryRuns, key)
        .catch(ifNotFound)
        .catch(run.onLeftOver);
    }
  },
};

/** What {@link preview} needs may come and go while a page is open. */
export function previewDependencies(watches: Watches): Dependency[] {
  let wasOffered = preview.isOffered(watches);
  // A Destination that has lost the label does not say that it had it.
  const concerns = () => {
    const isOffered = preview.isOffered(watches);
    const hasChanged = isOffered !== wasOffered;
    wasOffered = isOffered;
    return hasChanged;
  };
  return [{ watch: watches.watch(destinations), concerns }];
}

const dryRunOf = (
  { name: promise }: Offering,
  wanted: Manifest,
  key: { namespace: string; name: string },
): Manifest => ({
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'DryRun',
  metadata: { ...key, labels: { [MANAGED_BY]: MANAGER } },
  spec: {
    promiseRef: { name: promise },
    resourceRequestRef: {
      name: wanted.metadata.name,
      namespace: key.namespace,
    },
    resource: wanted.spec ?? {},
  },
});

/** Deletes DryRuns of backends that were killed before they could do it. */
async function deleteAbandoned(client: KubernetesClient, namespace: string) {
  const { items } = await client.list(resourceTypes.dryRuns, {
    namespace,
    labelSelector: `${MANAGED_BY}=${MANAGER}`,
  });
  const abandonedRuns = items.filter(
    ({ metadata }) =>
      metadata.name.startsWith(NAME_PREFIX) &&
      Date.now() - Date.parse(metadata.creationTimestamp ?? '') >
        ABANDONED_AFTER_MS,
  );
  for (const { metadata } of abandonedRuns) {
    await client.delete(resourceTypes.dryRuns, metadata).catch(ifNotFound);
  }
}
