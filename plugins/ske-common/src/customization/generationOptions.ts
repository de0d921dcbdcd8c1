import type {
  ComponentOptions,
  TemplateOptions,
} from '../annotations/entityOptions';
import { mergeOptions } from '../annotations/readOptions';

/** What is changed about the entities of a Promise and of its Resources. @public */
export interface GenerationOptions {
  promiseComponent: ComponentOptions;
  template: TemplateOptions;
  resourceComponent: ComponentOptions;
}

/** Nothing is changed. @public */
export const NO_OPTIONS: GenerationOptions = {
  promiseComponent: {},
  template: {},
  resourceComponent: {},
};

/**
 * Options of several sources; a later one comes first. What the annotations of the object
 * itself say comes before all of them, and is added where its entities are made.
 *
 * @public
 */
export const mergeGenerationOptions = (
  ...layers: Partial<GenerationOptions>[]
): GenerationOptions => ({
  promiseComponent: mergeOptions<ComponentOptions>(
    ...layers.map(layer => layer.promiseComponent ?? {}),
  ),
  template: mergeOptions<TemplateOptions>(
    ...layers.map(layer => layer.template ?? {}),
  ),
  resourceComponent: mergeOptions<ComponentOptions>(
    ...layers.map(layer => layer.resourceComponent ?? {}),
  ),
});
