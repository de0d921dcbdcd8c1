import type {
  AuditorService,
  AuditorServiceCreateEventOptions,
} from '@backstage/backend-plugin-api';

/**
 * Does something, and says to the auditor how it went. Severity `medium`, as the
 * auditor wants it for writes, unless the event says another.
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
    await told.fail({ error: error as Error });
    throw error;
  }
}
