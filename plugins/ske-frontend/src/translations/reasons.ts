/** One sentence per health reason code, for a person. */
export const reasonMessages = {
  objectUnreadable: 'This object could not be read.',
  statusUnreadable: 'Status unavailable: what the platform says cannot be read.',
  deleting: 'Being deleted on the platform.',
  repositoryOnly:
    'Status unavailable: the platform is reached only through its repository.',
  noStatus: 'Waiting for the platform to pick it up.',
  notStarted: 'Waiting for the platform to start.',
  promiseUnavailable:
    'Waiting: the requirements of its Promise are not installed.',
  deleteWorkflowFailed: 'The delete workflow failed; nothing was removed yet.',
  pipelineFailed: 'Pipeline {{pipeline}} failed. {{message}}',
  configureWorkflowFailed: '{{message}}',
  healthUnhealthy: 'A health check reports it unhealthy. {{detail}}',
  paused: 'Paused by a label; changes are not carried out.',
  suspended: 'Pipeline {{pipeline}} waits for somebody. {{message}}',
  suspendedUntil:
    'Pipeline {{pipeline}} is tried again at {{until}}. {{message}}',
  pipelineRunning: 'Pipeline {{pipeline}} is running.',
  pipelinePending: 'Pipeline {{pipeline}} is about to start.',
  newSpecNotTakenUp: 'The latest change is not carried out yet.',
  worksPending: 'Waiting for a Destination.',
  reconciling: 'Being reconciled.',
  writing: 'Being written to {{destination}}.',
  noDestinationMatches: 'No Destination matches, so it runs nowhere yet.',
  healthDegraded: 'A health check reports it degraded. {{detail}}',
  worksMisplaced: 'It is written to a Destination that no longer matches.',
  misplaced: 'It is written to {{destination}}, which no longer matches.',
  worksFailing: 'Writing to a Destination fails.',
  failing: 'Writing to {{destination}} fails. {{message}}',
  destinationNotReady:
    'Destination {{destination}} is not ready; what it holds may be out of date. {{message}}',
  reconcileFailing: '{{message}}',
  reconciled: 'Everything asked for is in place.',
  nothingToRun: 'Accepted; this Promise runs no pipelines.',
  installing: 'Being installed on the platform.',
  promiseAvailable: 'Ready to take requests.',
  noLongerAvailable: 'It was available and no longer is.',
  requirementNotInstalled:
    'Needs Promise {{promise}} {{version}}, which is not installed.',
  requirementNotAvailable:
    'Needs Promise {{promise}} {{version}}, which is not available.',
  platformAway: 'The platform does not answer; this is the last known state.',
  goneFromPlatform: 'It is not on the platform.',
} as const;
