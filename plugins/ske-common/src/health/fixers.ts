import type { HealthReason, HealthReasonCode } from './reasons';

/**
 * Who can do something about a health. `requester`: whoever asked for it, by changing the
 * request. `platform`: the platform team. `requesterOrPlatform`: one of them, which only
 * the cause tells. `approver`: somebody who may resume or release it. `nobody`: nothing
 * has to be done, or it goes on by itself.
 *
 * @public
 */
export type HealthFixer =
  | 'requester'
  | 'platform'
  | 'requesterOrPlatform'
  | 'approver'
  | 'nobody';

const fixers: Record<HealthReasonCode, HealthFixer> = {
  objectUnreadable: 'platform',
  deliveriesHidden: 'nobody',
  statusUnreadable: 'platform',
  deleting: 'nobody',
  deletionRuns: 'nobody',
  deletionPaused: 'approver',
  deletionSuspended: 'approver',
  deletionSuspendedUntil: 'nobody',
  repositoryOnly: 'nobody',
  noStatus: 'nobody',
  notStarted: 'nobody',
  promiseUnavailable: 'platform',
  deleteWorkflowFailed: 'platform',
  pipelineFailed: 'requesterOrPlatform',
  configureWorkflowFailed: 'requesterOrPlatform',
  healthUnhealthy: 'requesterOrPlatform',
  paused: 'approver',
  pausedByPromise: 'platform',
  suspended: 'approver',
  suspendedUntil: 'nobody',
  pipelineRunning: 'nobody',
  pipelinePending: 'nobody',
  newSpecNotTakenUp: 'nobody',
  worksPending: 'nobody',
  reconciling: 'nobody',
  writing: 'nobody',
  noDestinationMatches: 'requesterOrPlatform',
  healthDegraded: 'requesterOrPlatform',
  worksMisplaced: 'platform',
  misplaced: 'platform',
  worksFailing: 'platform',
  failing: 'platform',
  destinationNotReady: 'platform',
  reconcileFailing: 'platform',
  reconciled: 'nobody',
  nothingToRun: 'nobody',
  installing: 'nobody',
  installed: 'nobody',
  promiseAvailable: 'nobody',
  apiClusterScoped: 'platform',
  reinstalling: 'nobody',
  requirementNotInstalled: 'platform',
  requirementOtherVersion: 'platform',
  requirementInOtherVersion: 'platform',
  requirementUnknown: 'platform',
  requirementNotAvailable: 'platform',
  platformAway: 'platform',
  goneFromPlatform: 'nobody',
  unrecognised: 'nobody',
};

/**
 * Who can do something about a reason. Nobody changes the request of an offering: there
 * it is the platform team.
 *
 * @public
 */
export function fixerOf(
  { code }: HealthReason,
  of: 'offering' | 'resource',
): HealthFixer {
  // An engine in plain JavaScript may give any code.
  const fixer = Object.hasOwn(fixers, code) ? fixers[code] : 'nobody';
  const isOfRequest = fixer === 'requester' || fixer === 'requesterOrPlatform';
  return of === 'offering' && isOfRequest ? 'platform' : fixer;
}
