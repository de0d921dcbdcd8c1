import type { HealthReason } from './types';

type Say = (values: Record<string, string>) => string;
const and = (value: string | undefined, sentence: (v: string) => string) =>
  value ? sentence(value) : '';

/** English sentences per reason code; the frontend's translations start from these. */
const sentences: Record<string, Say> = {
  objectUnreadable: () => 'This object could not be read.',
  statusUnreadable: () => 'Status unavailable: what the platform says cannot be read.',
  deleting: () => 'Being deleted on the platform.',
  repositoryOnly: () =>
    'Status unavailable: the platform is reached only through its repository.',
  noStatus: () => 'Waiting for the platform to pick it up.',
  notStarted: () => 'Waiting for the platform to start.',
  promiseUnavailable: () =>
    'Waiting: the requirements of its Promise are not installed.',
  deleteWorkflowFailed: () =>
    'The delete workflow failed; nothing was removed yet.',
  pipelineFailed: v =>
    `Pipeline ${v.pipeline} failed${and(v.message, m => `: ${m}`)}.`,
  configureWorkflowFailed: v =>
    `${v.message || 'The configure workflow failed'}.`,
  healthUnhealthy: v =>
    `A health check reports it unhealthy${and(v.detail, d => `: ${d}`)}.`,
  paused: () => 'Paused by a label; changes are not carried out.',
  suspended: v =>
    `Pipeline ${v.pipeline} waits for somebody${and(
      v.message,
      m => `: ${m}`,
    )}.`,
  suspendedUntil: v =>
    `Pipeline ${v.pipeline} is tried again at ${v.until}${and(
      v.message,
      m => `: ${m}`,
    )}.`,
  pipelineRunning: v => `Pipeline ${v.pipeline} is running.`,
  pipelinePending: v => `Pipeline ${v.pipeline} is about to start.`,
  newSpecNotTakenUp: () => 'The latest change is not carried out yet.',
  worksPending: () => 'Waiting for a Destination.',
  reconciling: () => 'Being reconciled.',
  writing: v => `Being written to ${v.destination}.`,
  noDestinationMatches: () => 'No Destination matches, so it runs nowhere yet.',
  healthDegraded: v =>
    `A health check reports it degraded${and(v.detail, d => `: ${d}`)}.`,
  worksMisplaced: () =>
    'It is written to a Destination that no longer matches.',
  misplaced: v => `It is written to ${v.destination}, which no longer matches.`,
  worksFailing: () => 'Writing to a Destination fails.',
  failing: v =>
    `Writing to ${v.destination} fails${and(v.message, m => `: ${m}`)}.`,
  destinationNotReady: v =>
    `Destination ${v.destination} is not ready${and(
      v.message,
      m => `: ${m}`,
    )}; what it holds may be out of date.`,
  reconcileFailing: v => `${v.message || 'Reconciliation fails'}.`,
  reconciled: () => 'Everything asked for is in place.',
  nothingToRun: () => 'Accepted; this Promise runs no pipelines.',
  installing: () => 'Being installed on the platform.',
  promiseAvailable: () => 'Ready to take requests.',
  noLongerAvailable: () => 'It was available and no longer is.',
  requirementNotInstalled: v =>
    `Needs Promise ${v.promise}${and(
      v.version,
      n => ` ${n}`,
    )}, which is not installed.`,
  requirementNotAvailable: v =>
    `Needs Promise ${v.promise}${and(
      v.version,
      n => ` ${n}`,
    )}, which is not available.`,
};

/** All reason codes, for translations and documentation. @public */
export const healthReasonCodes = Object.keys(sentences);

/** One English sentence for a person. @public */
export function describeHealth(reason: HealthReason): string {
  const sentence = Object.hasOwn(sentences, reason.code)
    ? sentences[reason.code](reason.values)
    : reason.code;
  return sentence.replace(/\.\.$/, '.');
}
