import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { isError, NotFoundError } from '@backstage/errors';
import {
  conditionsOf,
  kratix,
  labels,
  pipelinesOf,
  type Manifest,
  type PipelineStatus,
} from '@syntasso/plugin-ske-common';
import {
  ifNotFound,
  RateLimitError,
  resourceTypes,
  retry,
  ServerError,
  type KubernetesClient,
  type ResourceType,
} from '@syntasso/plugin-ske-node';
import type { PreviewOutcome, PreviewRun } from '../../live/ClusterEngine';
import { readOutcome } from './previewOutcome';

/** How often the dry run is looked at. Kratix itself looks every 10 s. */
const POLL_MS = 1_000;
/** The longest pause while the platform does not answer. */
const LONGEST_PAUSE_MS = 10_000;
/** Kratix makes the Resource of a dry run at once, if its feature is on. */
const START_TIMEOUT_MS = 20_000;
/** How long pipelines may take. */
const TIMEOUT_MS = 3 * 60_000;

/** Name and namespace of a DryRun. */
export interface DryRunKey {
  namespace: string;
  name: string;
}

/**
 * Looks at a DryRun until it has ended. While the platform is away or overloaded it is
 * asked again, up to the end of the time that pipelines may take.
 *
 * @param api - of the Resource that Kratix makes for it
 * @throws NotFoundError where somebody has deleted it; NotAllowedError; what the platform
 * has failed with when the time is over
 */
export async function waitForDryRun(
  client: KubernetesClient,
  run: PreviewRun,
  api: ResourceType,
  key: DryRunKey,
): Promise<PreviewOutcome> {
  const deadline = Date.now() + TIMEOUT_MS;
  let waitsForKratixSince = Date.now();
  let resourceKey: Manifest['metadata'] | undefined;
  let toldPipelines: PipelineStatus[] | undefined;

  const look = async (): Promise<PreviewOutcome | undefined> => {
    const dryRun = await getPart(client, resourceTypes.dryRuns, key);
    const dryRunResource = resourceKey
      ? await getPart(client, api, resourceKey)
      : await findDryRunResource(client, api, key);
    resourceKey = dryRunResource?.metadata;
    const isCompleted = conditionsOf(dryRun).some(
      ({ type, status }) => type === 'Completed' && status === 'True',
    );
    if (dryRunResource && isCompleted) {
      return readOutcome(client, run, { dryRun, dryRunResource });
    }
    const pipelines = dryRunResource ? pipelinesOf(dryRunResource) : [];
    // At the end Kratix takes its Resource away, and with it what has run.
    const hasRun = pipelines.length === 0 && toldPipelines?.length;
    if (!hasRun && !isDeepStrictEqual(pipelines, toldPipelines)) {
      run.onPipelines(pipelines);
      toldPipelines = pipelines;
    }
    const health = dryRunResource && kratix.healthOf(dryRunResource);
    if (health?.state === 'failed') {
      return { kind: 'failed', reason: 'workflow', health };
    }
    const now = Date.now();
    if (!dryRunResource && now - waitsForKratixSince > START_TIMEOUT_MS) {
      return { kind: 'failed', reason: 'unanswered' };
    }
    return now > deadline
      ? { kind: 'failed', reason: 'tooSlow', health }
      : undefined;
  };

  const isWorthRetrying = (error: unknown) => {
    // Where Backstage did not reach the platform, Kratix may not have either.
    waitsForKratixSince = Date.now();
    const nextTime = retryTimeOf(error)?.getTime() ?? Date.now();
    return isTransient(error) && nextTime < deadline;
  };

  for (;;) {
    const outcome = await retry(look, {
      firstMs: POLL_MS,
      longestMs: LONGEST_PAUSE_MS,
      attempts: Infinity,
      signal: run.signal,
      isWorthRetrying,
    });
    if (outcome) return outcome;
    await delay(POLL_MS, undefined, { signal: run.signal });
  }
}

/** Whether the platform did not answer, or not on the matter: it may do so later. */
export const isTransient = (error: unknown): boolean =>
  isError(error) && error.name === 'ServiceUnavailableError';

function retryTimeOf(error: unknown): Date | undefined {
  if (error instanceof RateLimitError) return error.until;
  return error instanceof ServerError ? error.retryAt : undefined;
}

/** @throws NotFoundError that says that it was deleted: it was there before. */
async function getPart(
  client: KubernetesClient,
  type: ResourceType,
  key: { namespace?: string; name: string },
): Promise<Manifest> {
  const part = await client.get(type, key).catch(ifNotFound);
  if (part) return part;
  throw new NotFoundError(
    `The preview has ended early: ${key.name} of ${type.plural} in namespace ${
      key.namespace ?? 'default'
    }, which was made for it, was deleted meanwhile by somebody else. Show it again.`,
  );
}

/** The Resource that Kratix has made for a DryRun. */
async function findDryRunResource(
  client: KubernetesClient,
  api: ResourceType,
  key: DryRunKey,
): Promise<Manifest | undefined> {
  const { items } = await client.list(api, {
    namespace: key.namespace,
    labelSelector: `${labels.dryRun}=true,${labels.dryRunOwner}=${key.name}`,
  });
  return items[0];
}
