import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { ScmIntegrations } from '@backstage/integration';
import {
  at,
  errorLineRulesSchema,
  helpSchema,
} from '@syntasso/plugin-ske-common';
import {
  listKeys,
  remedyOf,
  ScmHosts,
  sentencesOf,
} from '@syntasso/plugin-ske-node';
import { z } from 'zod';
import { controllerSchema } from './controllerConfig';
import { deliverySchema, type HostTypeOf } from './deliveryConfig';
import {
  discoverySchema,
  offeringsSchema,
  searchSchema,
} from './discoveryConfig';
import { kubernetesSchema } from './kubernetesConfig';
import { atOnceSchema, rateLimitSchema } from './limitsConfig';
import { pendingRequestsSchema, requestsSchema } from './requestsConfig';
import { scmSchema } from './scmConfig';
import { flag, positiveNumber } from './values';

/** Everything below `ske` in app-config, with what only pages read (`help`). */
export const createSkeSchema = (hostTypeOf: HostTypeOf) =>
  z
    .strictObject({
      mode: z.enum(['kubernetes', 'gitops', 'hybrid']).optional(),
      kubernetes: kubernetesSchema.optional(),
      scm: scmSchema.optional(),
      controller: controllerSchema.optional(),
      delivery: deliverySchema(hostTypeOf).optional(),
      offerings: offeringsSchema.optional(),
      requests: requestsSchema.optional(),
      diagnosis: z
        .strictObject({ errorLines: errorLineRulesSchema.optional() })
        .optional(),
      pendingRequests: pendingRequestsSchema.optional(),
      allowRawReads: flag(),
      rateLimit: rateLimitSchema.optional(),
      atOnce: atOnceSchema.optional(),
      waitForDatabase: z
        .strictObject({ atMostSeconds: positiveNumber() })
        .optional(),
      search: searchSchema.optional(),
      discovery: discoverySchema.optional(),
      help: helpSchema.optional(),
    })
    .refine(hasRepositoryForMode, {
      path: ['scm', 'repoUrl'],
      error:
        'is missing, and ske.mode needs it. Give the HTTPS address of the repository that requests go to',
      // Also where something else is wrong: all mistakes are said at once.
      when: () => true,
    });

/** `ske` of app-config, checked. */
export type SkeConfig = z.output<ReturnType<typeof createSkeSchema>>;

function hasRepositoryForMode(ske: unknown): boolean {
  const mode = at(ske, 'mode');
  if (mode !== 'gitops' && mode !== 'hybrid') return true;
  return at(ske, 'scm', 'repoUrl') !== undefined;
}

/**
 * What is wrong below `ske` in app-config, one sentence for each key.
 *
 * @returns what is configured, or the sentences
 */
export function checkSkeConfig(
  config: Config,
):
  | { kind: 'valid'; skeConfig: SkeConfig }
  | { kind: 'invalid'; problems: string[] } {
  const hosts = new ScmHosts(ScmIntegrations.fromConfig(config));
  const schema = createSkeSchema(host => hosts.typeOf(host));
  const configured = config.getOptional('ske') ?? {};
  const { success, data, error } = schema.safeParse(configured, {
    error: remedyOf,
  });
  return success
    ? { kind: 'valid', skeConfig: data }
    : {
        kind: 'invalid',
        problems: sentencesOf(error.issues, configured, listKeys(schema), {
          prefix: 'ske',
        }),
      };
}

/**
 * Reads everything below `ske`, once at the start.
 *
 * @throws InputError with one sentence for each key that is wrong.
 */
export function readSkeConfig(config: Config): SkeConfig {
  const checked = checkSkeConfig(config);
  if (checked.kind === 'valid') return checked.skeConfig;
  throw new InputError(checked.problems.join(' '));
}
