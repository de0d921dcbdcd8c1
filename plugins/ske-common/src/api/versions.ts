import type { JsonObject } from '@backstage/types';
import { z } from 'zod';
import { isObject } from '../kubernetes/json';

/** An installed version of an offering. @public */
export const offeringVersionSchema = z.object({
  version: z.string(),
  spec: z
    .custom<JsonObject>(isObject, 'must be an object')
    .optional()
    .describe(
      'schema of `spec` of its Resources, as the CRD has it; absent where it has no API',
    ),
});

/** See {@link offeringVersionSchema}. @public */
export type OfferingVersion = z.infer<typeof offeringVersionSchema>;

/** Answer of `GET /api/ske/v1/promises/:name/versions`, newest first. @public */
export const offeringVersionsSchema = z.object({
  versions: z.array(offeringVersionSchema),
});
