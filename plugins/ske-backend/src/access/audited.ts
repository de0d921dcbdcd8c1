import type {
  AuditorService,
  AuditorServiceCreateEventOptions,
} from '@backstage/backend-plugin-api';

/**
 * Does what changes something, and says to the auditor how it went. Severity
 * `medium`, as the auditor wants it for writes.
 */
export async function audited<T>(
  auditor: AuditorService,
  event: Pick<AuditorServiceCreateEventOptions, 'eventId' | 'meta' | 'request'>,
  work: () => Promise<T>,
): Promise<T> {
  const told = await auditor.createEvent({ ...event, severityLevel: 'medium' });
  try {
    const result = await work();
    await told.success();
    return result;
  } catch (error) {
    await told.fail({ error: error as Error });
    throw error;
  }
}
