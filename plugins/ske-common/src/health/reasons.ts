import { z } from 'zod';

/**
 * Why a Promise or Resource has its health, and how to say it in English; other
 * languages translate these texts by their code. `{{name}}` stands for a value of
 * the reason. Those in `optional` may be missing: the text reads well without them.
 *
 * @public
 */
export const healthReasons = {
  objectUnreadable: { text: 'This object could not be read.' },
  statusUnreadable: {
    text: 'Status unavailable: what the platform says cannot be read.',
  },
  deleting: { text: 'Being deleted on the platform.' },
  deletionRuns: { text: 'Being deleted: pipeline {{pipeline}} runs.' },
  deletionPaused: {
    text: 'Its deletion waits: it is paused by a label. Resume it to continue.',
  },
  deletionSuspended: {
    text: 'Its deletion waits: pipeline {{pipeline}} waits for somebody: {{message}}',
    optional: ['message'],
  },
  deletionSuspendedUntil: {
    text: 'Its deletion waits: pipeline {{pipeline}} is tried again at {{until}}: {{message}}',
    optional: ['message'],
  },
  repositoryOnly: {
    text: 'Status unavailable: the platform is reached only through its repository.',
  },
  noStatus: { text: 'Waiting for the platform to pick it up.' },
  notStarted: { text: 'Waiting for the platform to start.' },
  promiseUnavailable: {
    text: 'Waiting for its Promise, which is not available.',
  },
  deleteWorkflowFailed: {
    text: 'Deleting it failed: {{message}}',
    optional: ['message'],
  },
  pipelineFailed: {
    text: 'Setting it up failed: {{message}}',
    optional: ['message'],
  },
  configureWorkflowFailed: {
    text: 'Setting it up failed: {{message}}',
    optional: ['message'],
  },
  healthUnhealthy: {
    text: 'A health check reports it unhealthy: {{detail}}',
    optional: ['detail'],
  },
  paused: {
    text: 'Paused: what is there stays as it is, and changes wait until someone resumes it.',
  },
  pausedByPromise: {
    text: 'Its Promise is paused; changes are not carried out until the platform team resumes it.',
  },
  suspended: {
    text: 'Pipeline {{pipeline}} waits for somebody: {{message}}',
    optional: ['message'],
  },
  suspendedUntil: {
    text: 'Pipeline {{pipeline}} is tried again at {{until}}: {{message}}',
    optional: ['message'],
  },
  pipelineRunning: { text: 'Pipeline {{pipeline}} is running.' },
  pipelinePending: { text: 'Pipeline {{pipeline}} is about to start.' },
  newSpecNotTakenUp: { text: 'The latest change is not carried out yet.' },
  worksPending: { text: 'Waiting for a Destination.' },
  reconciling: { text: 'Being reconciled.' },
  writing: {
    text: 'Being written to {{destination}}.',
  },
  noDestinationMatches: {
    text: 'No Destination matches, so it runs nowhere yet.',
  },
  healthDegraded: {
    text: 'A health check reports it degraded: {{detail}}',
    optional: ['detail'],
  },
  worksMisplaced: {
    text: 'It is written to a Destination that no longer matches.',
  },
  misplaced: {
    text: 'It is written to {{destination}}, which no longer matches.',
  },
  worksFailing: { text: 'Could not deliver to a Destination.' },
  failing: {
    text: 'Could not deliver to {{destination}}: {{message}}',
    optional: ['message'],
  },
  destinationNotReady: {
    text: 'Destination {{destination}} is not ready; what it holds may be out of date: {{message}}',
    optional: ['message'],
  },
  reconcileFailing: {
    text: 'Reconciling it fails: {{message}}',
    optional: ['message'],
  },
  reconciled: { text: 'Everything asked for is in place.' },
  deliveriesHidden: {
    text: 'Reconciled. What was sent to Destinations may not be seen here.',
  },
  nothingToRun: { text: 'Accepted; this Promise runs no pipelines.' },
  installing: { text: 'Being installed on the platform.' },
  installed: { text: 'Installed. It offers nothing that could be requested.' },
  promiseAvailable: { text: 'Ready to take requests.' },
  apiClusterScoped: {
    text: 'Its API is cluster-scoped; Kratix runs only namespaced ones. The platform team has to install it anew with scope Namespaced.',
  },
  reinstalling: {
    text: 'It is being installed again. Requests wait until that is finished.',
  },
  requirementNotInstalled: {
    text: 'Needs Promise {{promise}} {{version}}, which is not installed.',
    optional: ['version'],
  },
  requirementOtherVersion: {
    text: 'Needs Promise {{promise}} in version {{version}}, and another version is installed.',
  },
  requirementInOtherVersion: {
    text: 'Needs Promise {{promise}} {{version}}, but {{installed}} is installed.',
  },
  requirementUnknown: {
    text: 'Needs Promise {{promise}} {{version}}; the platform cannot tell whether it is installed.',
    optional: ['version'],
  },
  requirementNotAvailable: {
    text: 'Needs Promise {{promise}} {{version}}, which is not available.',
    optional: ['version'],
  },
  // Only pages give these: see `shownHealth` in the frontend.
  platformAway: {
    text: 'The platform does not answer; this is the last known state.',
  },
  goneFromPlatform: { text: 'It is not on the platform.' },
  /** A reason of a backend that is newer than the page; only its code can be shown. */
  unrecognised: { text: '{{code}}' },
} as const satisfies Record<
  string,
  { text: string; optional?: readonly string[] }
>;

/** The code of a health reason. @public */
export type HealthReasonCode = keyof typeof healthReasons;

/** The names between double braces in a text. @public */
export type PlaceholdersIn<Text extends string> =
  Text extends `${string}{{${infer Name}}}${infer Rest}`
    ? Name | PlaceholdersIn<Rest>
    : never;

/** The names of the values that may be missing from a reason. @public */
export type OptionalHealthReasonValues<Code extends HealthReasonCode> =
  (typeof healthReasons)[Code] extends {
    optional: readonly (infer Name extends string)[];
  }
    ? Name
    : never;

/** The values of a reason: those that its text mentions. @public */
export type HealthReasonValues<Code extends HealthReasonCode> =
  Code extends HealthReasonCode
    ? [PlaceholdersIn<(typeof healthReasons)[Code]['text']>] extends [never]
      ? Record<string, never>
      : {
          [Name in Exclude<
            PlaceholdersIn<(typeof healthReasons)[Code]['text']>,
            OptionalHealthReasonValues<Code>
          >]: string;
        } & { [Name in OptionalHealthReasonValues<Code>]?: string }
    : never;

/** Why a state was chosen: a code, and the values that its text mentions. @public */
export type HealthReason = {
  [Code in HealthReasonCode]: { code: Code; values: HealthReasonValues<Code> };
}[HealthReasonCode];

/** The codes of all health reasons. @public */
export const healthReasonCodes = Object.keys(
  healthReasons,
) as HealthReasonCode[];

/**
 * A reason as it travels. A page may be older than its backend, and a code that it
 * does not know must not cost it the whole view.
 *
 * @public
 */
export const healthReasonSchema: z.ZodType<
  HealthReason,
  { code: string; values: Record<string, string> }
> = z
  .object({ code: z.string(), values: z.record(z.string(), z.string()) })
  .transform(
    ({ code, values }): HealthReason =>
      Object.hasOwn(healthReasons, code)
        ? // Values may be missing: `describeHealthReason` leaves them out of the text.
          ({ code, values } as HealthReason)
        : { code: 'unrecognised', values: { code } },
  );

/** Stands for a missing value until the text is put together. */
const GAP = '\u0000';

/**
 * A health reason as text for a person, the same on pages and in notifications.
 *
 * @param translate - puts the values into the text of a code; English without it
 * @public
 */
export function describeHealthReason(
  { code, values }: HealthReason,
  translate: (
    code: HealthReasonCode,
    values: Record<string, string>,
  ) => string = inEnglish,
): string {
  const textValues: Partial<Record<string, string>> = values;
  const complete = Object.fromEntries(
    placeholdersOf(code).map(name => [name, textValues[name] || GAP]),
  );
  return translate(code, complete)
    .replaceAll(`: ${GAP}`, '.')
    .replaceAll(` ${GAP}`, '')
    .replaceAll(GAP, '');
}

const PLACEHOLDER = /\{\{(\w+)\}\}/g;

/** The code itself where the list has none: an engine in plain JavaScript may give any. */
const textOf = (code: HealthReasonCode): string =>
  Object.hasOwn(healthReasons, code) ? healthReasons[code].text : code;

const placeholdersOf = (code: HealthReasonCode): string[] =>
  [...textOf(code).matchAll(PLACEHOLDER)].map(([, name]) => name);

const inEnglish = (code: HealthReasonCode, values: Record<string, string>) =>
  textOf(code).replace(PLACEHOLDER, (_, name) => values[name]);

/** The same reason with each of its values changed. @public */
export function mapHealthReasonValues(
  { code, values }: HealthReason,
  change: (value: string) => string,
): HealthReason {
  return {
    code,
    values: Object.fromEntries(
      Object.entries<string>(values).map(([name, value]) => [
        name,
        change(value),
      ]),
    ),
  } as HealthReason;
}
