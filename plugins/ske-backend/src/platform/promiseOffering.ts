import { NotAllowedError } from '@backstage/errors';
import {
  at,
  isBuiltInGroup,
  splitApiVersion,
  type Manifest,
  type ObjectRef,
} from '@syntasso/plugin-ske-common';
import {
  resourceTypes,
  type KubernetesClient,
} from '@syntasso/plugin-ske-node';
import { RecentAnswers } from './RecentAnswers';
import type { LivePlatform } from '../live/LivePlatform';

const SYNC_PATIENCE_MS = 10_000;

/**
 * The Promise that offers a kind.
 *
 * @throws NotAllowedError when none does.
 */
export async function promiseOffering(
  platform: { name: string; client: KubernetesClient; live: LivePlatform },
  ref: Pick<ObjectRef, 'apiVersion' | 'kind'>,
): Promise<Manifest> {
  const { name, client, live } = platform;
  const { group } = splitApiVersion(ref.apiVersion);
  if (isBuiltInGroup(group)) {
    throw new NotAllowedError(
      `No Promise offers ${ref.kind} (${ref.apiVersion}): its group is of Kubernetes or Kratix itself. Only Promises and their Resources are served here.`,
    );
  }
  const known = () => live.promiseOffering(group, ref.kind);
  if (!known()) await live.synced(AbortSignal.timeout(SYNC_PATIENCE_MS));
  const promise = known() ?? (await offeredNow(client, group, ref.kind));
  if (promise) return promise;
  throw new NotAllowedError(
    `No Promise on platform ${name} offers ${ref.kind} (${ref.apiVersion}). Only Promises and their Resources are served here.`,
  );
}

/** So long nobody asks again for kinds that no Promise offers. */
const UNKNOWN_MS = 5_000;

/** All Promises as they were listed a moment ago, by the client that has asked. */
const listed = new WeakMap<KubernetesClient, RecentAnswers<Manifest[]>>();

/**
 * The watch may be a moment behind a Promise that was just installed. However
 * many kinds that nobody knows are asked for, the platform is asked once.
 */
async function offeredNow(
  client: KubernetesClient,
  group: string,
  kind: string,
): Promise<Manifest | undefined> {
  const recent = listed.get(client) ?? new RecentAnswers(UNKNOWN_MS, 1);
  listed.set(client, recent);
  const items = await recent.get(
    'promises',
    async () => (await client.list(resourceTypes.promises)).items,
  );
  return items.find(
    promise =>
      at(promise, 'spec', 'api', 'spec', 'group') === group &&
      at(promise, 'spec', 'api', 'spec', 'names', 'kind') === kind,
  );
}
