/**
 * Node parts of the SKE integration: Kubernetes client, watches, Git, errors.
 *
 * @packageDocumentation
 */
export {
  errorOfAnswer,
  errorOfConnection,
  ExpiredError,
  ifNotFound,
  InvalidInputError,
  isConnectionProblem,
  ObjectNotFoundError,
} from './kubernetes/kubernetesErrors';
export {
  NoAnswerError,
  RateLimitError,
  retryTimeOf,
  ServerError,
} from './utils/httpErrors';
export type { Attempt } from './utils/httpErrors';
export {
  FetchLimitError,
  fetchWithLimits,
  JSON_LIMITS,
} from './utils/fetchWithLimits';
export type { FetchLimit, FetchLimits } from './utils/fetchWithLimits';
export { retry } from './utils/retry';
export { remedyOf, sentencesOf } from './utils/configSentences';
export { listKeys } from './utils/knownKeys';
export { KubernetesClient } from './kubernetes/KubernetesClient';
export type { ConnectionOptions } from './kubernetes/Connection';
export type { ClientTiming } from './kubernetes/clientTiming';
export type { ObjectList } from './kubernetes/KubernetesClient';
export type { ListOptions, LogOptions, ObjectKey } from './kubernetes/query';
export type { WatchEvent } from './kubernetes/watchEvents';
export { reviewAccess, whoAmI } from './kubernetes/reviews';
export type {
  AccessQuestion,
  AccessReview,
  AccountIdentity,
} from './kubernetes/reviews';
export { Discovery } from './kubernetes/Discovery';
export { platformAccessFromConfig } from './kubernetes/kubeConfig';
export type { LoadStrategies } from './kubernetes/clusterCredentials';
export type {
  ClusterAuth,
  ClusterEntity,
  FindClusterEntities,
  PlatformAccess,
} from './kubernetes/PlatformAccess';
export { pathOf, resourceTypes } from './kubernetes/resourceType';
export type { ResourceType } from './kubernetes/resourceType';
export { Indexer } from './watches/Indexer';
export type { IndexFunction } from './watches/Indexer';
export { Reflector } from './watches/Reflector';
export type { WatchState } from './watches/WatchState';
export { SharedInformer } from './watches/SharedInformer';
export type { InformerListener } from './watches/SharedInformer';
export { keyOf } from './watches/Store';
export type { Change, StoreWriter, Store } from './watches/Store';
export { GitRepository } from './git/GitRepository';
export type {
  Edited,
  GitChange,
  GitRepositoryOptions,
  Written,
} from './git/GitRepository';
export type { GitAuthor } from './git/Clone';
export type { Remote } from './git/RepositoryHost';
export type { GitSettings } from './git/gitErrors';
export { Tree } from './git/Tree';
export type {
  Entry,
  FileEdit,
  FileEntry,
  GitObjectStore as TreeStore,
} from './git/Tree';
export {
  authorFromConfig,
  cloneFolder,
  scmTargetFromConfig,
} from './git/config';
export type { ScmTarget } from './git/config';
export { isSafePath } from './git/safePath';
export { basicAuth, givenAuth, integrationAuth } from './git/credentials';
export type { GitHeaders } from './git/credentials';
export { withoutNumber } from './scm/ScmHost';
export { ScmHosts } from './scm/ScmHosts';
export type { ScmRepository } from './scm/ScmHosts';
export type {
  NumberedPullRequest,
  Proposal,
  PullRequestText,
  ScmHost,
} from './scm/ScmHost';
export { waitAtMost } from './utils/waitAtMost';
