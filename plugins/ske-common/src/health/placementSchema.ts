import { z } from 'zod';

/**
 * Where one Work went, and how that stands. `unscheduled`: no Destination matches.
 * `scheduling`: none is chosen yet. `writing`, `written`, `failing`: its files are
 * written to the Destination, or that fails. `misplaced`: they are there, and the
 * Destination no longer matches. `destinationNotReady`: whether they are still there
 * is not known.
 *
 * @public
 */
export const placementSchema = z.object({
  work: z.string(),
  destination: z.string().optional(),
  state: z.enum([
    'unscheduled',
    'scheduling',
    'writing',
    'written',
    'misplaced',
    'failing',
    'destinationNotReady',
  ]),
  since: z.string().optional(),
  message: z.string().optional(),
  files: z.array(z.string()),
  versionId: z.string().optional(),
});

/** See {@link placementSchema}. @public */
export type Placement = z.infer<typeof placementSchema>;
