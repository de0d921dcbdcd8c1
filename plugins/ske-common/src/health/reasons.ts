import { z } from 'zod';

/**
 * Why a Promise or Resource has its health, and how to say it in English; other
 * languages translate these texts by their code. `{{name}}` stands for a value of
 * the reason. Those in `optional` may be missing: the text reads well without them.
 *
 * @public
 */
export const healthReasons = {
  objectUnreadable: {
    text: 'The platform returned an object that Backstage cannot read.',
  },
  statusUnreadable: {
    text: 'The platform reported a status that Backstage cannot read.',
  },
  deleting: { text: 'The platform is deleting it.' },
  deletionRuns: { text: 'Deleting: the {{pipeline}} is still running.' },
  deletionPaused: {
    text: 'Deletion is paused. Resume it to go on.',
  },
  deletionSuspended: {
    text: 'Deletion waits for approval: {{message}}',
    optional: ['message'],
  },
  deletionSuspendedUntil: {
    text: 'Deletion waits. Next try: {{until}}. {{message}}',
    optional: ['message'],
  },
  repositoryOnly: {
    text: 'Status unavailable: Backstage sees only the Git repository of the platform.',
  },
  noStatus: { text: 'Waiting for the platform to pick it up.' },
  notStarted: { text: 'Waiting for the platform to start.' },
  promiseUnavailable: {
    text: 'Waiting: the service it comes from is not available.',
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
    text: 'A health check failed: {{detail}}',
    optional: ['detail'],
  },
  paused: {
    text: 'Paused. Changes wait until someone resumes it.',
  },
  pausedByPromise: {
    text: 'The platform team has paused this service. Changes wait until they resume it.',
  },
  suspended: {
    text: 'Waiting for approval: {{message}}',
    optional: ['message'],
  },
  suspendedUntil: {
    text: 'Waiting. Next try: {{until}}. {{message}}',
    optional: ['message'],
  },
  pipelineRunning: { text: 'Pipeline {{pipeline}} is running.' },
  pipelinePending: { text: 'Pipeline {{pipeline}} is about to start.' },
  newSpecNotTakenUp: { text: 'The latest change is being applied.' },
  worksPending: { text: 'Waiting for a cluster.' },
  reconciling: { text: 'The platform is working on it.' },
  writing: {
    text: 'Being sent to {{destination}}.',
  },
  noDestinationMatches: { text: 'No cluster fits this request.' },
  noDestinationForPromise: {
    text: 'No cluster fits what this service installs.',
  },
  healthDegraded: {
    text: 'A health check found a problem: {{detail}}',
    optional: ['detail'],
  },
  worksMisplaced: {
    text: 'It runs on a cluster that no longer fits.',
  },
  misplaced: {
    text: 'It runs on {{destination}}, which no longer fits.',
  },
  worksFailing: { text: 'It could not be sent to a cluster.' },
  failing: {
    text: 'It could not be sent to {{destination}}: {{message}}',
    optional: ['message'],
  },
  destinationNotReady: {
    text: 'Cluster {{destination}} is not ready; what runs there may be out of date: {{message}}',
    optional: ['message'],
  },
  reconcileFailing: {
    text: 'The platform cannot bring it up to date: {{message}}',
    optional: ['message'],
  },
  reconciled: { text: 'Everything asked for is in place.' },
  deliveriesHidden: {
    text: 'In place. Where it runs cannot be shown here.',
  },
  nothingToRun: { text: 'Accepted. There is nothing to run for it.' },
  installing: { text: 'Being installed on the platform.' },
  installed: { text: 'Installed. There is nothing to request from it.' },
  promiseAvailable: { text: 'Ready to take requests.' },
  apiClusterScoped: {
    text: 'The platform cannot run it: its API is cluster-scoped. The platform team has to install it again with scope Namespaced.',
  },
  reinstalling: {
    text: 'It is being installed again. Requests wait until that is finished.',
  },
  requirementNotInstalled: {
    text: 'Needs {{promise}} {{version}}, which is not installed.',
    optional: ['version'],
  },
  requirementOtherVersion: {
    text: 'Needs {{promise}} in version {{version}}, but another version is installed.',
  },
  requirementInOtherVersion: {
    text: 'Needs {{promise}} {{version}}, but {{installed}} is installed.',
  },
  requirementUnknown: {
    text: 'Needs {{promise}} {{version}}; the platform cannot tell whether it is installed.',
    optional: ['version'],
  },
  requirementNotAvailable: {
    text: 'Needs {{promise}} {{version}}, which is not available.',
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

/**
 * The sentence of {@link describeHealthReason} without its values, which quote pipelines and
 * the platform: for readers who may lack the permission to see the object.
 *
 * @public
 */
export const describeHealthReasonCode = (code: HealthReasonCode): string =>
  describeHealthReason({ code, values: {} } as HealthReason);

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
