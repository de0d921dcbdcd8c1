export { ensureKubernetesBinaries } from './binaries';
export { startPlatform } from './platform';
export type { EmbeddedPlatform } from './platform';
export { ensureChromium } from './chromium';
export { testCorpus, testKubeconfig } from './testing';
export { freePort, portInUse } from './ports';
