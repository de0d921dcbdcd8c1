export {
  mergeGenerationOptions,
  NO_OPTIONS,
  type GenerationOptions,
} from './generationOptions';
export type { PipelineContainer } from './pipelineContainer';
export {
  customizationKeys,
  entityCustomizationNameOf,
  readEntityCustomization,
  type EntityCustomization,
} from './readEntityCustomization';
export {
  environmentKeys,
  readEnvironmentOptions,
  type WorkflowType,
} from './readEnvironmentOptions';
