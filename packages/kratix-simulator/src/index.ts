export { Simulator } from './Simulator';
export type { SimulatorOptions } from './Simulator';
export { kratixCrds } from './crds';
export { applyExamples } from './examples';
