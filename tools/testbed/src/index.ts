export { ensureKubernetesBinaries } from './binaries';
export { startPlatform } from './platform';
export type { EmbeddedPlatform } from './platform';
export { startFaultProxy } from './faultProxy';
export type { Fault, FaultProxy, Matching, Upstream } from './faultProxy';
export { ensureChromium } from './chromium';
export { testCorpus, testKubeconfig } from './testing';
export { freePort, portInUse } from './ports';
