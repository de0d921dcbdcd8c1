/**
 * Every annotation and label this project reads or writes, one constant each.
 * Source: the SKE documentation's annotation tables and Kratix's labels.
 *
 * @public
 */
export const annotations = {
  type: 'kratix.io/type',
  promiseName: 'kratix.io/promise-name',
  apiName: 'kratix.io/api-name',
  apiGroup: 'kratix.io/api-group',
  group: 'kratix.io/group',
  version: 'kratix.io/version',
  kind: 'kratix.io/kind',
  name: 'kratix.io/name',
  namespace: 'kratix.io/namespace',
  status: 'kratix.io/status',
  promiseSummary: 'kratix.io/promise-summary',
  promiseTemplate: 'kratix.io/backstage-promise-template',
  requestsRepoUrl: 'kratix.io/requests-repo-url',
  phase: 'kratix.io/phase',
  pullRequestUrl: 'kratix.io/pull-request-url',
  /** Health, as on its page. */
  health: 'kratix.io/health',
  /** Somebody should look at it: `true`, or not there. */
  needsAttention: 'kratix.io/needs-attention',
  /** `hidden`: health does not know where its files went, which may not be seen; or not there. */
  deliveries: 'kratix.io/deliveries',
  /** When it was published again because the catalog did not show it. */
  publishedAgain: 'kratix.io/published-again',
  /** On the Component of a request: the requester. */
  requestedBy: 'kratix.io/requested-by',
  /** On a Promise: the groups that see it and may request it. */
  audience: 'kratix.io/backstage-audience',
  /** On a Promise: how to get at the Secrets of its Resources, Markdown. */
  connectText: 'kratix.io/backstage-connect-text',
  /** On a Promise: the keys of the Secret that its Resources have. */
  connectKeys: 'kratix.io/backstage-connect-keys',
  /** On a Promise: templates of snippets, which its Resources fill in. */
  connectSnippets: 'kratix.io/backstage-connect-snippets',
  /** On a Promise: where its entity is in a portal. */
  portalEntityUrl: 'kratix.io/portal-backstage-entity-url',
} as const;

/**
 * Annotations of a Resource on the platform that only the backend sets, whoever asks for
 * it. They are not those of its Component: what is `ske.backstage.component/…` a request
 * may say itself.
 *
 * @public
 */
export const resourceAnnotations = {
  /** Who has requested it first: an entity reference. */
  requestedBy: 'ske.backstage.resource/requestedBy',
} as const;

/** Labels on platform objects. @public */
export const labels = {
  promiseName: 'kratix.io/promise-name',
  promiseVersion: 'kratix.io/promise-version',
  resourceName: 'kratix.io/resource-name',
  resourceNamespace: 'kratix.io/resource-namespace',
  paused: 'kratix.io/paused',
  manualReconciliation: 'kratix.io/manual-reconciliation',
  workflowSuspended: 'kratix.io/workflow-suspended',
  workflowType: 'kratix.io/workflow-type',
  workflowAction: 'kratix.io/workflow-action',
  pipelineName: 'kratix.io/pipeline-name',
  workType: 'kratix.io/work-type',
  work: 'kratix.io/work',
  misplaced: 'kratix.io/misplaced',
  targetDestination: 'kratix.io/targetDestinationName',
  dryRun: 'kratix.io/dry-run',
  /** The DryRun that an object was made for. */
  dryRunOwner: 'kratix.io/dry-run-owner',
  /** The Work with what a DryRun says of itself. */
  dryRunSummary: 'kratix.io/dry-run-summary',
  /** On a Promise: the PromiseRelease that installs it. */
  promiseReleaseName: 'kratix.io/promise-release-name',
  backstage: 'kratix.io/backstage',
  /** On a Promise: its BackstageEntityCustomization. */
  entityCustomization: 'kratix.io/backstage-customization',
  /** On a Promise: it is for a portal, which may be named after a dot. */
  portal: 'kratix.io/portal-backstage',
  /** On a Promise: its PortalCustomization; a portal may be named after a dot. */
  portalCustomization: 'kratix.io/portal-customization',
} as const;

/** `spec.type` of generated Components. @public */
export const entityTypes = {
  promise: 'kratix-promise',
  resource: 'kratix-resource',
} as const;

/**
 * Conditions that the controller writes onto Promises. They say how an entity came about,
 * so they are no part of it: each of its own updates would make another one.
 *
 * @public
 */
export const conditionTypes = {
  portalBinding: 'PortalBindingReady',
  portalSync: 'BackstagePortalSynced',
} as const;
