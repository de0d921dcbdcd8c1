import type { Manifest } from '@syntasso/plugin-ske-common';
import type { CatalogAccess } from '../../entities/shownEntities';
import { findResourceEntityRef } from '../../entities/resourceEntities';
import type { Platform } from '../../platform/Platform';
import type { DispatchedRequest } from '../Requester';

/**
 * The entity ref of what stands for a request in the catalog: the Resource's Component,
 * where it has one, or will have one at once; else that of the request.
 *
 * @param requested - what was asked for
 * @throws ServiceUnavailableError while names of entities cannot be stored
 */
export async function reserveRequestedEntityRef(
  { stored, result }: DispatchedRequest,
  requested: Manifest,
  { cluster }: Pick<Platform, 'cluster'>,
  access: CatalogAccess,
): Promise<string | undefined> {
  const { record, context } = stored;
  if (record.action !== 'Request')
    return context.entityRef ?? findResourceEntityRef(access, record.ref);
  const uid = result.receipt?.uid;
  const reservedRef =
    cluster && uid !== undefined
      ? await cluster.live.reserveEntityRef({
          ...requested,
          metadata: {
            ...requested.metadata,
            namespace: record.ref.namespace,
            uid,
          },
        })
      : undefined;
  return reservedRef ?? record.entityRef;
}
