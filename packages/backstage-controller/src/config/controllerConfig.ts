import { InputError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import { isObject, nameSchemas } from '@syntasso/plugin-ske-common';
import { listKeys, remedyOf, sentencesOf } from '@syntasso/plugin-ske-node';
import { z } from 'zod';
import { jobsSchema } from './jobsConfig';
import { outputSchema } from './outputConfig';
import { duration, text, wholeNumber } from './values';

const leaderElectionSchema = z
  .strictObject({
    enabled: z.boolean().default(true),
    leaseName: nameSchemas.object.default('backstage-controller'),
    /** How long a leader that does not renew stays leader. */
    leaseDuration: duration().prefault('15s'),
    /** How long a leader tries to renew before it stops. */
    renewDeadline: duration().prefault('10s'),
    retryPeriod: duration().prefault('2s'),
  })
  .refine(({ leaseDuration, renewDeadline }) => leaseDuration > renewDeadline, {
    path: ['leaseDuration'],
    error: 'is not longer than renewDeadline: two leaders could write',
  })
  .refine(({ renewDeadline, retryPeriod }) => renewDeadline > retryPeriod, {
    path: ['renewDeadline'],
    error: 'is not longer than retryPeriod: it could never be renewed',
  });

const stateStoreSchema = z.strictObject({
  kind: z.enum(['GitStateStore', 'BucketStateStore']),
  name: nameSchemas.object,
});

const backstageSchema = z.strictObject({
  /** Where people open Backstage, for links to entities; without it links are paths. */
  baseUrl: z.url({ error: 'Give the address of Backstage.' }).optional(),
  /** For Promises with the label `kratix.io/backstage`. */
  destination: z
    .strictObject({
      name: nameSchemas.object.default('backstage'),
      path: z.string().min(1).default('backstage'),
      /** What Works ask for; the Destination has at least these labels. */
      labels: z
        .record(z.string(), z.string())
        .refine(
          labels => Object.keys(labels).length > 0,
          'has no label: entities would go to every Destination. Name at least one',
        )
        .default({ environment: 'backstage' }),
    })
    .prefault({}),
  /**
   * With it the Destination is the controller's own, in this state store; without it
   * somebody else creates a Destination with those labels.
   */
  stateStore: stateStoreSchema.optional(),
  /**
   * What Templates do, as `ske.delivery` of Backstage has it. A portal has a mode of its
   * own, and an annotation of a Promise counts before either.
   */
  delivery: z
    .strictObject({
      type: z.enum(['push', 'pull-request']).default('push'),
      /** What their form begins with: without it nobody can choose the host there. */
      requestsRepoUrl: text().optional(),
      targetBranch: nameSchemas.branch.default('main'),
    })
    .prefault({}),
});

const jsonObject = z.custom<JsonObject>(isObject, 'Give keys with values.');

const controllerSchema = z.strictObject({
  /** Where the controller, its Lease and its Works are. */
  namespace: nameSchemas.namespace.default('kratix-platform-system'),
  leaderElection: leaderElectionSchema.prefault({}),
  http: z
    .strictObject({ port: wholeNumber(0, 65_535).default(8080) })
    .prefault({}),
  log: z
    .strictObject({
      level: z.enum(['error', 'warn', 'info', 'debug']).default('info'),
    })
    .prefault({}),
  /** How often everything is compared again, although nothing has changed. */
  resyncPeriod: duration().prefault('10h'),
  /** How many objects are reconciled at once; see {@link concurrencyOf}. */
  concurrency: wholeNumber(1, 100).default(4),
  /** As `spec.portals` of a SKEIntegration; counts where that CRD is absent. */
  portals: z.array(jsonObject).default([]),
  backstage: backstageSchema.prefault({}),
  jobs: jobsSchema.prefault({}),
  output: outputSchema.prefault({ type: 'work' }),
});

/** What the controller is told at its start; durations are in milliseconds. */
export type ControllerConfig = z.output<typeof controllerSchema>;

/** Those that wait for the same push go out in one commit. */
const CONCURRENCY_WITH_GIT = 100;

/**
 * How many objects are reconciled at once. With Git `concurrency` does not count: it would
 * be the number of entities in a commit.
 */
export const concurrencyOf = ({
  concurrency,
  output,
}: Pick<ControllerConfig, 'concurrency' | 'output'>): number =>
  output.type === 'git' ? CONCURRENCY_WITH_GIT : concurrency;

/** The keys of the configuration, as `leaderElection.leaseName`. */
export const configKeys = listKeys(controllerSchema);

/**
 * Checks a configuration.
 *
 * @throws InputError with one sentence for each key that is wrong.
 */
export function checkConfig(configured: JsonObject): ControllerConfig {
  const result = controllerSchema.safeParse(configured, { error: remedyOf });
  if (result.success) return result.data;
  throw new InputError(
    sentencesOf(result.error.issues, configured, configKeys).join(' '),
  );
}
