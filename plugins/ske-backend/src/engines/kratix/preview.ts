import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  asText,
  at,
  conditionsOf,
  kratix,
  labels,
  objectsOf,
  pipelinesOf,
  type Manifest,
  type Offering,
} from '@syntasso/plugin-ske-common';
import {
  ifNotFound,
  resourceTypes,
  type KubernetesClient,
} from '@syntasso/plugin-ske-node';
import type {
  EnginePreview,
  PreviewOutcome,
  PreviewRun,
  Watches,
} from '../../live/ClusterEngine';
import type { Dependency } from '../../live/LiveSource';
import { destinations, forDryRuns, takesDryRuns } from './watches';
import { compareFiles, readOnlyFile } from './writtenFiles';

/** Says on an object that this project has made it, and takes it away again. */
const MANAGED_BY = { 'app.kubernetes.io/managed-by': 'backstage-ske' };
const MANAGED = 'app.kubernetes.io/managed-by=backstage-ske';

/** How often the dry run is looked at. Kratix itself looks every 10 s. */
const AGAIN_MS = 1_000;
/** Kratix makes the Resource of a dry run at once, if its feature is on. */
const UNANSWERED_MS = 20_000;
/** How long pipelines may take. */
const TOO_SLOW_MS = 3 * 60_000;
/** No preview lasts so long: who began an older one has been ended before it could tidy up. */
const LEFT_OVER_MS = 15 * 60_000;

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

  async run(client, run) {
    const namespace = run.wanted.metadata.namespace ?? 'default';
    await deleteLeftOvers(client, namespace);
    const name = `preview-${randomBytes(4).toString('hex')}`;
    const key = { namespace, name };
    await client.create(
      resourceTypes.dryRuns,
      dryRunOf(run.offering, run.wanted, key),
    );
    try {
      return await waitForEnd(client, run, key);
    } finally {
      // Its Resource and Works go with it.
      await client.delete(resourceTypes.dryRuns, key).catch(ifNotFound);
    }
  },
};

/** What {@link preview} needs may come and go while a page is open. */
export const previewDependencies = (watches: Watches): Dependency[] => [
  { watch: watches.watch(destinations), concerns: takesDryRuns },
];

const dryRunOf = (
  { name: promise }: Offering,
  wanted: Manifest,
  key: { namespace: string; name: string },
): Manifest => ({
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'DryRun',
  metadata: { ...key, labels: MANAGED_BY },
  spec: {
    promiseRef: { name: promise },
    resourceRequestRef: {
      name: wanted.metadata.name,
      namespace: key.namespace,
    },
    resource: wanted.spec ?? {},
  },
});

/** Deletes those of backends that were killed before they could. */
async function deleteLeftOvers(client: KubernetesClient, namespace: string) {
  const { items } = await client.list(resourceTypes.dryRuns, {
    namespace,
    labelSelector: MANAGED,
  });
  const leftOvers = items.filter(
    ({ metadata }) =>
      Date.now() - Date.parse(metadata.creationTimestamp ?? '') > LEFT_OVER_MS,
  );
  for (const { metadata } of leftOvers) {
    await client.delete(resourceTypes.dryRuns, metadata).catch(ifNotFound);
  }
}

async function waitForEnd(
  client: KubernetesClient,
  run: PreviewRun,
  key: { namespace: string; name: string },
): Promise<PreviewOutcome> {
  const begunAt = Date.now();
  for (;;) {
    const dryRun = await client.get(resourceTypes.dryRuns, key);
    const trial = await findTrial(client, run.offering, key);
    const isCompleted = conditionsOf(dryRun).some(
      ({ type, status }) => type === 'Completed' && status === 'True',
    );
    if (trial && isCompleted) {
      return readOutcome(client, run, { dryRun, trial });
    }
    const health = trial && kratix.healthOf(trial);
    if (health?.state === 'failed') {
      return { kind: 'failed', reason: 'workflow', health };
    }
    const elapsedMs = Date.now() - begunAt;
    if (!trial && elapsedMs > UNANSWERED_MS) {
      return { kind: 'failed', reason: 'unanswered' };
    }
    if (elapsedMs > TOO_SLOW_MS) {
      return { kind: 'failed', reason: 'tooSlow', health };
    }
    run.onPipelines(trial ? pipelinesOf(trial) : []);
    await delay(AGAIN_MS, undefined, { signal: run.signal });
  }
}

/** The Resource that Kratix has made for a DryRun. */
async function findTrial(
  client: KubernetesClient,
  { api }: Offering,
  key: { namespace: string; name: string },
): Promise<Manifest | undefined> {
  if (!api?.served) return undefined;
  const { version, plural } = api.served;
  const { items } = await client.list(
    { group: api.group, version, plural },
    {
      namespace: key.namespace,
      labelSelector: `${labels.dryRun}=true,${labels.dryRun}-owner=${key.name}`,
    },
  );
  return items[0];
}

async function readOutcome(
  client: KubernetesClient,
  { offering, wanted, isChange }: PreviewRun,
  { dryRun, trial }: { dryRun: Manifest; trial: Manifest },
): Promise<PreviewOutcome> {
  const { namespace = 'default' } = trial.metadata;
  // Works are where the pipelines run.
  const worksOf = async (resource: string) => {
    const { items } = await client.list(resourceTypes.works, {
      namespace: pipelineNamespaceOf(offering) ?? namespace,
      labelSelector: `${labels.promiseName}=${offering.name},${labels.resourceName}=${resource}`,
    });
    return items.filter(
      ({ metadata }) =>
        (metadata.labels?.[labels.resourceNamespace] ?? namespace) ===
        namespace,
    );
  };
  const { name } = wanted.metadata;
  const [before, after, summaries] = await Promise.all([
    isChange ? worksOf(name) : [],
    worksOf(trial.metadata.name),
    client.list(resourceTypes.works, {
      namespace,
      labelSelector: `${labels.dryRun}-summary=true,${labels.dryRun}-owner=${dryRun.metadata.name}`,
    }),
  ]);
  const isSummary = (work: Manifest) =>
    work.metadata.labels?.[`${labels.dryRun}-summary`] === 'true';
  return {
    kind: 'done',
    summary: await readOnlyFile(summaries.items[0]),
    ...(await compareFiles(
      before,
      after.filter(work => !isSummary(work)),
      { dryRun: trial.metadata.name, resource: name },
    )),
    failures: failuresOf(dryRun),
  };
}

const pipelineNamespaceOf = ({ source }: Offering) =>
  source.kind === 'definition'
    ? asText(
        at(
          source.definition,
          'spec',
          'workflows',
          'config',
          'pipelineNamespace',
        ),
      )
    : undefined;

/** Dry runs of what the request itself requests, as compound Promises do. */
const failuresOf = (dryRun: Manifest) =>
  objectsOf(at(dryRun, 'status', 'components'))
    .filter(({ phase }) => phase !== 'Succeeded')
    .map(component => ({
      promise: asText(component.promise) ?? '',
      name: asText(component.request) ?? '',
      message: asText(component.message),
    }));
