export { Simulator } from './Simulator';
export type { SimulatorOptions } from './Simulator';
export { Kubelet } from './kubelet/Kubelet';
export type { Program, ProgramRun, Programs } from './kubelet/Program';
export type { Adapter } from './kubelet/runContainer';
export { Cluster } from './runtime/Cluster';
export { kratixCrds } from './crds';
export { applyExamples } from './examples';
