/**
 * The words of the SKE integration: pure, isomorphic, no I/O.
 *
 * @packageDocumentation
 */
export * from './connect';
export * from './customization';
export * from './entities';
export * from './form';
export * from './offerings';
export * from './portals';
export * from './recipes';
export * from './redaction';
export { Backoff, type BackoffTiming } from './utils/backoff';
export { isBuiltInGroup, nameSchemas } from './kubernetes/nameSchemas';
export {
  annotations,
  conditionTypes,
  entityTypes,
  labels,
  resourceAnnotations,
} from './annotations/keys';
export { identify } from './annotations/identify';
export { kratixTypeOf, type KratixType } from './annotations/kratixType';
export type {
  AnnotationProblem,
  FallbackStatus,
  Identity,
  PromiseIdentity,
  ResourceIdentity,
} from './annotations/identify';
export { healthOf, isPromise, problemBehindPause } from './health/health';
export {
  attentionTimeOf,
  healthAnnotationsOf,
  needsAttention,
} from './health/attention';
export { fixerOf } from './health/fixers';
export type { HealthFixer } from './health/fixers';
export {
  describeHealthReason,
  describeHealthReasonCode,
  healthReasonCodes,
  healthReasons,
  healthReasonSchema,
  mapHealthReasonValues,
} from './health/reasons';
export type {
  HealthReason,
  HealthReasonCode,
  HealthReasonValues,
  OptionalHealthReasonValues,
  PlaceholdersIn,
} from './health/reasons';
export {
  isUnderWay,
  isWorkflowFailure,
  withCause,
} from './health/workflowHealth';
export { findErrorLine, findTerminationCause } from './health/errorLine';
export { errorLineRulesSchema } from './health/errorLineRules';
export type { ErrorLineRule } from './health/errorLineRules';
export { jobStateOf, newestFirst } from './health/jobs';
export type { JobState } from './health/jobs';
export { storeProblemOf, storeProblemTexts } from './health/storeProblem';
export type { StoreProblemCode } from './health/storeProblem';
export { requirementSchema, requirementsOf } from './health/requirements';
export type { Requirement } from './health/requirements';
export { placementsOf } from './health/placements';
export * from './health/placementSchema';
export type { Related } from './health/related';
export { healthRecordsOf } from './health/healthRecords';
export * from './health/healthRecordSchema';
export { stagesOf } from './health/stages';
export { stageNameSchema, stageSchema } from './health/stageSchema';
export type { ProgressStage, StageName } from './health/stageSchema';
export {
  conditionSchema,
  conditionsOf,
  pipelinesOf,
  pipelineStatusSchema,
} from './health/status';
export type { Condition, PipelineStatus } from './health/status';
export * from './health/healthSchema';
export { connectFieldsOf } from './api/connect';
export type { ConnectField } from './api/connect';
export {
  manifestSchema,
  objectRefSchema,
  refOf,
  splitApiVersion,
} from './kubernetes/manifest';
export type { Manifest, ObjectRef } from './kubernetes/manifest';
export {
  asNumber,
  asText,
  at,
  isObject,
  mapValues,
  objectsOf,
} from './kubernetes/json';
export { aliasesExpandTooFar } from './utils/aliasesExpandTooFar';
export { isNestedDeeperThan } from './utils/isNestedDeeperThan';
export { readYamlDocuments } from './utils/readYamlDocuments';
export type { ReadYamlDocuments } from './utils/readYamlDocuments';
export { oncePerObject } from './utils/oncePerObject';
export { hasCredential, isHttpAddress } from './utils/webAddress';
export { FORM_HINTS_KEYWORD } from './kubernetes/keywords';
export { MOST_OPTIONS, optionsQuerySchema, optionsSchema } from './api/options';
export type { OptionsAnswer } from './api/options';
export { namespaceQuerySchema, namespaceSchema } from './api/namespaces';
export type { NamespaceAnswer } from './api/namespaces';
export type { OptionProblem, ReadOptions } from './annotations/readOptions';
export {
  audienceOf,
  componentAnnotationKeys,
  componentAnnotations,
  componentOptionsOf,
  DEFAULT_OWNER,
  ownerOf,
  readComponentAnnotations,
  readTemplateAnnotations,
  requestedByOf,
  templateAnnotationKeys,
  templateOptionsOf,
  wholeGroupRef,
} from './annotations/entityOptions';
export type {
  ComponentOptions,
  TemplateOptions,
} from './annotations/entityOptions';
export * from './api/bindings';
export * from './api/catalogSync';
export * from './api/help';
export * from './api/preview';
export * from './api/versions';
export * from './api/operations';
export {
  containerViewSchema,
  eventViewSchema,
  runViewSchema,
  versionViewSchema,
} from './api/parts';
export {
  freshnessSchema,
  offeringViewSchema,
  releaseSchema,
  resourceViewSchema,
} from './api/views';
export * from './api/platformOverview';
export * from './api/resources';
export * from './api/resourcesQuery';
export * from './api/stream';
export * from './api/subjects';
export type { EventView, RunView, VersionView } from './api/parts';
export type {
  Freshness,
  OfferingView,
  ReleaseView,
  ResourceView,
} from './api/views';
export {
  accessSchema,
  CLUSTER_TOKEN_HEADER,
  CLUSTER_TOKEN_SECRET,
  platformInfoSchema,
  SEEN_VERSION_SECRET,
  seenVersionSchema,
  verdictSchema,
} from './api/access';
export type { AccessAnswer, PlatformInfo, Verdict } from './api/access';
export * from './api/offerings';
export * from './api/search';
export * from './api/entityProblems';
export {
  controllerHealthSchema,
  credentialHealthSchema,
  platformHealthSchema,
  repositoryHealthSchema,
  rightSchema,
  unreadableApiSchema,
  watchHealthSchema,
} from './api/platformHealth';
export type {
  ControllerHealth,
  CredentialHealth,
  PlatformHealth,
  RepositoryHealth,
  Right,
  UnreadableApi,
  WatchHealth,
} from './api/platformHealth';
export {
  RESOURCE_TYPE_SKE_PROMISE,
  RESOURCE_TYPE_SKE_RESOURCE,
  skePermissions,
  skeCatalogPublishPermission,
  skePlatformReadPermission,
  skePromiseReadPermission,
  skeResourceCreatePermission,
  skeResourceDeletePermission,
  skeResourceOperatePermission,
  skeResourcePermissions,
  skeResourceReadPermission,
  skeResourceReadRawPermission,
  skeResourceUpdatePermission,
} from './permissions/permissions';
export { formatRepoUrl, parseRepoUrl } from './requests/repoUrl';
export type { RepoLocation } from './requests/repoUrl';
export {
  nameProblems,
  requestBranch,
  requestPath,
} from './requests/requestPath';
export type { RequestedResource } from './requests/requestPath';
export {
  isOpen,
  pullRequestSchema,
  requestActions,
  requestActionSchema,
  requestOutcomeSchema,
  requestRecordSchema,
  requestsQuerySchema,
  requestsSchema,
  requestStateSchema,
} from './api/requests';
export type {
  PullRequest,
  RequestAction,
  RequestOutcome,
  RequestRecord,
  RequestState,
} from './api/requests';
