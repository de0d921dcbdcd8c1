import type { JsonObject } from '@backstage/types';
import { isObject, nameSchemas } from '@syntasso/plugin-ske-common';
import { z } from 'zod';
import { duration, text, wholeNumber } from './values';

/** One user for all containers of a pod: each changes the files of those before it. */
const POD_SECURITY_CONTEXT: JsonObject = {
  runAsNonRoot: true,
  runAsUser: 65_532,
  runAsGroup: 65_532,
  fsGroup: 65_532,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** How containers of customizations run that are no `portal-patch`. */
export const jobsSchema = z.strictObject({
  enabled: z.boolean().default(true),
  /** That of the controller, for the first and the last container; without it none run. */
  image: text().optional(),
  /** Secrets in the controller's namespace, beside those of portals and customizations. */
  imagePullSecrets: z.array(nameSchemas.object).default([]),
  podSecurityContext: z
    .custom<JsonObject>(isObject, 'Give keys with values.')
    .default(POD_SECURITY_CONTEXT),
  /** How long a Job may take. */
  timeout: duration().prefault('10m'),
  /** How many Jobs run at once. */
  concurrency: wholeNumber(1, 100).default(5),
});

/** See {@link jobsSchema}. */
export type JobsConfig = z.output<typeof jobsSchema>;

/** Whether Jobs can be made. */
export const canRunJobs = (
  jobs: JobsConfig,
): jobs is JobsConfig & { image: string } =>
  jobs.enabled && jobs.image !== undefined;
