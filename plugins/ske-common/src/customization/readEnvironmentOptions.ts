import {
  componentReaders,
  templateReaders,
  type ComponentOptions,
  type TemplateOptions,
} from '../annotations/entityOptions';
import {
  readOptions,
  type OptionKeys,
  type ReadOptions,
} from '../annotations/readOptions';
import { NO_OPTIONS, type GenerationOptions } from './generationOptions';

/** Variables of a generate stage, by option. @public */
export const environmentKeys = {
  component: {
    name: 'COMPONENT_NAME',
    title: 'COMPONENT_TITLE',
    description: 'COMPONENT_DESCRIPTION',
    tags: 'COMPONENT_TAGS',
    labels: 'COMPONENT_LABELS',
    type: 'COMPONENT_TYPE',
    lifecycle: 'COMPONENT_LIFECYCLE',
    owner: 'COMPONENT_OWNER',
    system: 'COMPONENT_SYSTEM',
    subcomponentOf: 'COMPONENT_SUBCOMPONENT_OF',
    providesApis: 'COMPONENT_PROVIDES_APIS',
    consumesApis: 'COMPONENT_CONSUMES_APIS',
    dependsOn: 'COMPONENT_DEPENDS_ON',
  },
  template: {
    title: 'TEMPLATE_TITLE',
    description: 'TEMPLATE_DESCRIPTION',
    tags: 'TEMPLATE_TAGS',
    type: 'TEMPLATE_TYPE',
    lifecycle: 'TEMPLATE_LIFECYCLE',
    owner: 'TEMPLATE_OWNER',
    namespace: 'TEMPLATE_NAMESPACE',
    namespaceFieldTitle: 'TEMPLATE_NAMESPACE_FIELD_TITLE',
    namespaceFieldDescription: 'TEMPLATE_NAMESPACE_FIELD_DESCRIPTION',
    singleSpecPage: 'TEMPLATE_SINGLE_SPEC_PAGE',
    hideNamespace: 'TEMPLATE_HIDE_NAMESPACE',
  },
} as const satisfies {
  component: OptionKeys<ComponentOptions>;
  template: OptionKeys<TemplateOptions>;
};

/** What Kratix says in `KRATIX_WORKFLOW_TYPE`. @public */
export type WorkflowType = 'promise' | 'resource';

/**
 * Reads the environment of a generate stage. `COMPONENT_*` is about the Component that
 * the stage makes: in a Promise's workflow its own, else that of the Resource.
 *
 * @public
 */
export function readEnvironmentOptions(
  env: Readonly<Record<string, string | undefined>>,
  workflowType: WorkflowType,
): ReadOptions<GenerationOptions> {
  const component = readOptions<ComponentOptions>(
    componentReaders,
    environmentKeys.component,
    env,
  );
  const template = readOptions<TemplateOptions>(
    templateReaders,
    environmentKeys.template,
    env,
  );
  return {
    options: {
      ...NO_OPTIONS,
      template: template.options,
      ...(workflowType === 'promise'
        ? { promiseComponent: component.options }
        : { resourceComponent: component.options }),
    },
    problems: [...component.problems, ...template.problems],
  };
}
