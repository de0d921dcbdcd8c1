import { z } from 'zod';

/** The closed set of health states. @public */
export const healthStateSchema = z.enum([
  'pending',
  'progressing',
  'ready',
  'degraded',
  'failed',
  'paused',
  'deleting',
  'unknown',
]);

/** See {@link healthStateSchema}. @public */
export type HealthState = z.infer<typeof healthStateSchema>;

/** The words for each state in English; other languages translate the state. @public */
export const healthWords: Record<HealthState, string> = {
  pending: 'Waiting',
  progressing: 'In progress',
  ready: 'Ready',
  degraded: 'Degraded',
  failed: 'Failed',
  paused: 'Paused',
  deleting: 'Deleting',
  unknown: 'Unknown',
};

/**
 * Why a state was chosen: a code the UI translates, and the names it mentions.
 *
 * @public
 */
export const healthReasonSchema = z.object({
  code: z.string(),
  values: z.record(z.string(), z.string()),
});

/** See {@link healthReasonSchema}. @public */
export type HealthReason = z.infer<typeof healthReasonSchema>;

/** A summary of a status. `since` is RFC 3339. @public */
export const healthSchema = z.object({
  state: healthStateSchema,
  reason: healthReasonSchema,
  since: z.string().optional(),
});

/** See {@link healthSchema}. @public */
export type Health = z.infer<typeof healthSchema>;

/**
 * What hangs below a Resource, when it was looked at. Objects are as the
 * platform gives them; malformed ones are tolerated.
 *
 * @public
 */
export interface Related {
  works: unknown[];
  workPlacements: unknown[];
  destinations: unknown[];
}
