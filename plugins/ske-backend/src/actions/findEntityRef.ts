import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Manifest } from '@syntasso/plugin-ske-common';
import type { DispatchedRequest, Requester } from '../requests/Requester';
import type { ResourceRequests } from '../requests/ResourceRequests';

/**
 * What stands for a request in the catalog. The request has been sent: whatever goes
 * wrong here is logged, and does not make the step fail.
 */
export async function findEntityRef(
  requests: ResourceRequests,
  logger: Pick<LoggerService, 'warn'>,
  requester: Requester,
  requested: Manifest,
  dispatched: DispatchedRequest,
): Promise<string | undefined> {
  try {
    return await requests.entityRefOf(requester, requested, dispatched);
  } catch (error) {
    logger.warn(
      `The request was sent; its page in the catalog is not known yet: ${error}`,
    );
    return undefined;
  }
}
