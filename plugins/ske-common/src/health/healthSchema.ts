import { z } from 'zod';
import { healthReasonSchema } from './reasons';

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

/** The place of each state in a list by health: first what somebody has to look at. @public */
export const healthOrder: Record<HealthState, number> = {
  failed: 0,
  degraded: 1,
  unknown: 2,
  paused: 3,
  deleting: 4,
  pending: 5,
  progressing: 6,
  ready: 7,
};

/** A summary of a status. `since` is RFC 3339. @public */
export const healthSchema = z.object({
  state: healthStateSchema,
  reason: healthReasonSchema,
  since: z.string().optional(),
});

/** See {@link healthSchema}. @public */
export type Health = z.infer<typeof healthSchema>;
