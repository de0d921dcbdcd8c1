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

/** The watch may be a moment behind a Promise that was just installed. */
async function offeredNow(
  client: KubernetesClient,
  group: string,
  kind: string,
): Promise<Manifest | undefined> {
  const { items } = await client.list(resourceTypes.promises);
  return items.find(
    promise =>
      at(promise, 'spec', 'api', 'spec', 'group') === group &&
      at(promise, 'spec', 'api', 'spec', 'names', 'kind') === kind,
  );
}
