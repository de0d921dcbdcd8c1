import type {
  AuditorService,
  AuditorServiceCreateEventOptions,
} from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';

/**
 * Runs something, and audits how it ended. Severity `medium`, as the auditor wants it
 * for writes, unless the event says another. An event of severity `low` that ends in
 * NotAllowedError is logged again as `medium`: `low` is not in Backstage's log by
 * default.
 *
 * @param describe - what the event says besides, once it has succeeded
 */
export async function runAudited<T>(
  auditor: AuditorService,
  event: AuditorServiceCreateEventOptions,
  work: () => Promise<T>,
  describe?: (result: T) => JsonObject,
): Promise<T> {
  const auditEvent = await auditor.createEvent({
    severityLevel: 'medium',
    ...event,
  });
  try {
    const result = await work();
    await auditEvent.success(describe && { meta: describe(result) });
    return result;
  } catch (error) {
    const isHiddenRefusal =
      event.severityLevel === 'low' &&
      isError(error) &&
      error.name === 'NotAllowedError';
    const failed = isHiddenRefusal
      ? await auditor.createEvent({ ...event, severityLevel: 'medium' })
      : auditEvent;
    await failed.fail({ error: error as Error });
    throw error;
  }
}
