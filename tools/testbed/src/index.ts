export { bundlePrograms } from './bundlePrograms';
export { ensureBubblewrap } from './bubblewrap';
export { ensureCrane } from './binaries/crane';
export {
  lintChart,
  notesOfChart,
  placeOfKind,
  renderChart,
  valueSetsOf,
} from './charts';
export type { ChartRelease, KindPlace } from './charts';
export { ensureHelm } from './binaries/helm';
export { ensureKubectl } from './binaries/kubernetes';
export { startPlatform } from './parts/platform';
export type { EmbeddedPlatform } from './parts/platform';
export { startPostgres } from './parts/postgres';
export type { Postgres } from './parts/postgres';
export { startOidcProvider } from './parts/oidc';
export type { OidcProvider } from './parts/oidc';
export { startGitServer } from './parts/gitServer';
export type { GitServer } from './parts/gitServer';
export { startFaultProxy } from './parts/faultProxy';
export { upstreamOf } from './parts/upstream';
export type { Fault, FaultProxy, Matching, Upstream } from './parts/faultProxy';
export { REPLICA_HEADER, startBalancer } from './parts/balancer';
export type { Balancer } from './parts/balancer';
export { makeCertificate } from './parts/certificate';
export type { Certificate } from './parts/certificate';
export { ensureChromium } from './chromium';
export { runCommand, type CommandResult, type RunCommand } from './commands';
export { countCommits } from './commits';
export { eventually } from './eventually';
export { describeRecorded, findRecorded, ownCorpus } from './corpus';
export type { Corpus } from './corpus';
export {
  testBucketStore,
  testCertificate,
  testGitea,
  testHelm,
  testImageTools,
  testKubeconfig,
} from './testing';
export type { ImageTools } from './testing';
export { startBucketStore } from './parts/bucketStore';
export type { BucketStore } from './parts/bucketStore';
export { freePort } from './ports';
export { connectGitea } from './parts/giteaClient';
export { startRegistry } from './parts/registry';
export type { Registry } from './parts/registry';
export { startGitea } from './parts/gitea';
export type { RunningGitea } from './parts/gitea';
export type { Gitea, GiteaRepository } from './parts/giteaClient';
