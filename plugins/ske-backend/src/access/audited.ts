import type {
  AuditorService,
  AuditorServiceCreateEventOptions,
} from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';

/**
 * Does something, and says to the auditor how it went. Severity `medium`, as the
 * auditor wants it for writes, unless the event says another; what is refused is
 * never `low`, which is not in Backstage's log by default.
 */
export async function audited<T>(
  auditor: AuditorService,
  event: AuditorServiceCreateEventOptions,
  work: () => Promise<T>,
): Promise<T> {
  const told = await auditor.createEvent({ severityLevel: 'medium', ...event });
  try {
    const result = await work();
    await told.success();
    return result;
  } catch (error) {
    const isHidden =
      event.severityLevel === 'low' &&
      isError(error) &&
      error.name === 'NotAllowedError';
    const refused = isHidden
      ? await auditor.createEvent({ ...event, severityLevel: 'medium' })
      : told;
    await refused.fail({ error: error as Error });
    throw error;
  }
}
