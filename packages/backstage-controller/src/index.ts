export { runController, type RunOptions } from './runController';
export { checkConfig, type ControllerConfig } from './config/controllerConfig';
export { ClusterPlatform } from './platform/ClusterPlatform';
export type { PlatformApi } from './platform/PlatformApi';
