import type {
  Manifest,
  ObjectRef,
  OfferedResource,
  Offering,
} from '@syntasso/plugin-ske-common';
import { ifNotFound } from '@syntasso/plugin-ske-node';
import { ifNotAllowed } from '../utils/ifNotAllowed';
import type { Cluster } from './Platform';

/**
 * A Resource and what offers it. Where a watch is open that has all Resources of the kind,
 * the platform is not asked. Undefined where it is not there, or the credential may not read
 * it.
 *
 * @throws ServiceUnavailableError
 */
export async function findResource(
  cluster: Cluster,
  ref: ObjectRef,
): Promise<OfferedResource | undefined> {
  const offering = await cluster.offeringOf(ref).catch(ifNotAllowed);
  if (!offering) return undefined;
  const resource = await findObject(cluster, offering, ref);
  return resource && { offering, resource };
}

async function findObject(
  cluster: Cluster,
  offering: Offering,
  ref: ObjectRef,
): Promise<Manifest | undefined> {
  const { name, namespace = 'default' } = ref;
  const informer = cluster.live
    .allResources(offering)
    .find(
      ({ state, list }) =>
        state.kind === 'live' &&
        (list.namespace === undefined || list.namespace === namespace),
    );
  return informer
    ? informer.store.get(namespace, name)
    : cluster
        .get({ ...ref, namespace })
        .catch(ifNotFound)
        .catch(ifNotAllowed);
}
