import { randomBytes } from 'node:crypto';
import { InputError } from '@backstage/errors';
import type { Manifest, Offering } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { EnginePreview, Watches } from '../../live/ClusterEngine';
import type { Dependency } from '../../live/LiveSource';
import {
  deleteAbandonedDryRuns,
  deleteDryRun,
  NAME_PREFIX,
  PREVIEW_LABELS,
} from './leftOverDryRuns';
import { isTransient, waitForDryRun, type DryRunKey } from './waitForDryRun';
import { destinations, forDryRuns } from './watches';

/** Letters of the value of a label. */
const LONGEST_LABEL = 63;

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
    await deleteAbandonedDryRuns(client, [namespace]).catch(
      run.onCleanUpFailed,
    );
    const name = `${NAME_PREFIX}${randomBytes(4).toString('hex')}`;
    const key = { namespace, name };
    // Whoever has left meanwhile must not start pipelines.
    run.signal.throwIfAborted();
    let mayComeLate = false;
    try {
      const dryRun = dryRunOf(run.offering, run.wanted, key);
      await client.create(resourceTypes.dryRuns, dryRun).catch(error => {
        mayComeLate = isTransient(error);
        throw error;
      });
      return await waitForDryRun(client, run, resourceType, key);
    } finally {
      // Its Resource and Works go with it.
      const { onCleanUpFailed } = run;
      await deleteDryRun(client, key, { mayComeLate, onCleanUpFailed });
    }
  },

  deleteLeftOvers: deleteAbandonedDryRuns,
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
  key: DryRunKey,
): Manifest => ({
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'DryRun',
  metadata: { ...key, labels: PREVIEW_LABELS },
  spec: {
    promiseRef: { name: promise },
    resourceRequestRef: {
      name: wanted.metadata.name,
      namespace: key.namespace,
    },
    resource: wanted.spec ?? {},
  },
});
