import { isError, NotAllowedError } from '@backstage/errors';
import {
  isBuiltInGroup,
  offersKind,
  splitApiVersion,
  type ObjectRef,
  type Offering,
} from '@syntasso/plugin-ske-common';
import type { KubernetesClient } from '@syntasso/plugin-ske-node';
import { RecentAnswers } from './RecentAnswers';
import type { ClusterEngine } from '../live/ClusterEngine';
import type { ClusterWatches } from '../live/ClusterWatches';

const SYNC_PATIENCE_MS = 10_000;

/** A cluster whose offerings are searched. */
interface SearchedCluster {
  name: string;
  client: KubernetesClient;
  live: ClusterWatches;
}

/**
 * What offers a kind.
 *
 * @throws NotAllowedError when nothing does.
 */
export async function findOfferingOf(
  { name, client, live }: SearchedCluster,
  ref: Pick<ObjectRef, 'apiVersion' | 'kind'>,
): Promise<Offering> {
  const { group } = splitApiVersion(ref.apiVersion);
  const word = live.offeringWord;
  if (isBuiltInGroup(group)) {
    throw new NotAllowedError(
      `No ${word} offers ${ref.kind} (${ref.apiVersion}): its group is of Kubernetes or Kratix itself. Only ${word}s and their Resources are served here.`,
    );
  }
  const offeringByKind = () => live.offerings.byKind(ref);
  if (!offeringByKind()) {
    await live.offerings.synced(AbortSignal.timeout(SYNC_PATIENCE_MS));
  }
  const offering =
    offeringByKind() ??
    (await listRecently(client, live)).find(candidate =>
      offersKind(candidate, ref),
    );
  if (offering) return offering;
  throw new NotAllowedError(
    `No ${word} on platform ${name} offers ${ref.kind} (${ref.apiVersion}). Only ${word}s and their Resources are served here.`,
  );
}

/**
 * An offering as the platform has it now.
 *
 * @param definedBy - what kind its definition is; default: the first engine's that
 * has one by this name
 * @throws NotFoundError, NotAllowedError, ServiceUnavailableError
 */
export async function getOffering(
  { client, live }: SearchedCluster,
  name: string,
  definedBy?: Pick<ObjectRef, 'apiVersion' | 'kind'>,
): Promise<Offering> {
  const engines = live.engines.filter(
    engine => !definedBy || engine.isDefinition(definedBy),
  );
  const refusals: Error[] = [];
  for (const engine of engines) {
    try {
      const definition = await client.get(engine.definitions, { name });
      return live.offerings.customize(engine.offeringOf(definition));
    } catch (error) {
      refusals.push(requireRefusal(error));
    }
  }
  // That something may not be seen says more than that it is not there.
  throw (
    refusals.find(({ name: errorName }) => errorName === 'NotAllowedError') ??
    refusals[0]
  );
}

/**
 * An error that is about one engine's definitions only: they are not installed, or not
 * for this credential.
 *
 * @throws any other one
 */
function requireRefusal(error: unknown): Error {
  const isRefusal =
    isError(error) && ['NotFoundError', 'NotAllowedError'].includes(error.name);
  if (!isRefusal) throw error;
  return error;
}

/** All offerings as the platform has them now. */
export async function listOfferings({
  client,
  live: { engines, offerings: watched },
}: Pick<SearchedCluster, 'client' | 'live'>): Promise<Offering[]> {
  const listAll = async (engine: ClusterEngine) => {
    const { items } = await client.list(engine.definitions);
    return items.map(definition =>
      watched.customize(engine.offeringOf(definition)),
    );
  };
  const answers = await Promise.all(
    engines.map(engine => listAll(engine).catch(requireRefusal)),
  );
  const offerings = answers.filter(answer => Array.isArray(answer));
  const refusal = answers.find(answer => answer instanceof Error);
  if (refusal && offerings.length === 0) throw refusal;
  return offerings.flat();
}

/** How long the answer is reused that nothing offers a kind. */
const UNKNOWN_MS = 5_000;

/** The last list of offerings, by the client that has read it. */
const recentLists = new WeakMap<KubernetesClient, RecentAnswers<Offering[]>>();

/**
 * Lists the offerings, because the watch may be a moment behind what was just installed.
 * However many unknown kinds are asked for, the platform is asked once.
 */
function listRecently(
  client: KubernetesClient,
  live: ClusterWatches,
): Promise<Offering[]> {
  const recent = recentLists.get(client) ?? new RecentAnswers(UNKNOWN_MS, 1);
  recentLists.set(client, recent);
  return recent.get('offerings', () => listOfferings({ client, live }));
}
