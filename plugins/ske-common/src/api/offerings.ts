import { z } from 'zod';
import { healthSchema } from '../health/healthSchema';
import { verdictSchema } from './access';

/** A Promise among others, and whether one of it can be requested now. @public */
export const offeringSummarySchema = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  templateRef: z
    .string()
    .optional()
    .describe('the Template that requests one, as the catalog has it'),
  health: healthSchema,
  offers: z.boolean().describe('whether there is anything to request of it'),
  available: z.boolean().describe('whether requests are carried out now'),
  create: verdictSchema.describe(
    "whether the caller may request one, by Backstage's permissions and by its audience; `GET /v1/access` also asks the platform",
  ),
});

/** See {@link offeringSummarySchema}. @public */
export type OfferingSummary = z.infer<typeof offeringSummarySchema>;

/** Answer of `GET /api/ske/v1/promises`: those that the caller may see. @public */
export const offeringsSchema = z.object({
  items: offeringSummarySchema.array(),
});

/** Whether one of it can be requested now, and by the caller. @public */
export const isRequestable = ({ offers, available, create }: OfferingSummary) =>
  offers && available && create.allowed;
