import { z } from 'zod';

/**
 * How the controller keeps the catalog entities of a Promise that is bound to a portal, or
 * by the label `kratix.io/backstage`.
 *
 * @public
 */
export const catalogSyncSchema = z.object({
  portal: z
    .string()
    .optional()
    .describe(
      'absent for what the label kratix.io/backstage binds, and while nobody says which of the portals it is',
    ),
  state: z
    .enum(['synced', 'inProgress', 'failed', 'notReported'])
    .describe('notReported: it has the label, and no controller says anything'),
  reason: z
    .string()
    .optional()
    .describe('of the condition PortalBindingReady or BackstagePortalSynced'),
  message: z.string().optional().describe("the controller's own words"),
  since: z
    .string()
    .optional()
    .describe('since when the condition is so, RFC 3339'),
  lastSync: z
    .string()
    .optional()
    .describe('when the controller has last seen all well, RFC 3339'),
  lastError: z
    .object({ message: z.string(), time: z.string() })
    .optional()
    .describe('the last thing that went wrong, also when all is well again'),
  controller: z
    .enum(['notConfigured', 'waiting', 'read', 'unreachable'])
    .describe(
      'whether the controller of ske.controller.url was asked, too; in all other cases only the Promise is read',
    ),
});

/** See {@link catalogSyncSchema}. @public */
export type CatalogSync = z.infer<typeof catalogSyncSchema>;
