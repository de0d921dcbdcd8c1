export { ensureKubernetesBinaries } from './binaries';
export { startPlatform } from './platform';
export type { EmbeddedPlatform } from './platform';
export { ensureChromium } from './chromium';
export { freePort, portInUse } from './ports';
