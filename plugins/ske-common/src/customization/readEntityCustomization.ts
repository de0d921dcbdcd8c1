import { z } from 'zod';
import {
  componentReaders,
  templateReaders,
  type ComponentOptions,
  type TemplateOptions,
} from '../annotations/entityOptions';
import { labels } from '../annotations/keys';
import {
  readOptions,
  type OptionKeys,
  type OptionProblem,
  type OptionReaders,
} from '../annotations/readOptions';
import { asText, at, isObject } from '../kubernetes/json';
import type { Manifest } from '../kubernetes/manifest';
import type { GenerationOptions } from './generationOptions';
import {
  pipelineContainerSchema,
  type PipelineContainer,
} from './pipelineContainer';
import { problemsOf } from './zodProblems';

/** What a BackstageEntityCustomization says. @public */
export interface EntityCustomization {
  name: string;
  options: GenerationOptions;
  /** Where the entities go: labels of Destinations. */
  destinationSelectors: Record<string, string>[];
  /** They run after the entities are made. */
  containers: PipelineContainer[];
  /** What does not count: field, why and remedy. */
  problems: OptionProblem[];
}

/** Fields of a BackstageEntityCustomization, by option. @public */
export const customizationKeys = {
  component: {
    name: 'name',
    title: 'title',
    description: 'description',
    tags: 'tags',
    labels: 'labels',
    type: 'type',
    lifecycle: 'lifecycle',
    owner: 'owner',
    system: 'system',
    subcomponentOf: 'subComponentOf',
    providesApis: 'providesAPIs',
    consumesApis: 'consumesAPIs',
    dependsOn: 'dependsOn',
    summary: 'summary',
  },
  template: {
    title: 'title',
    description: 'description',
    tags: 'tags',
    type: 'type',
    lifecycle: 'lifecycle',
    owner: 'owner',
    namespace: 'defaultNamespace',
    namespaceFieldTitle: 'namespaceFieldTitle',
    namespaceFieldDescription: 'namespaceFieldDescription',
    singleSpecPage: 'singleSpecPage',
    hideNamespace: 'hideNamespace',
  },
} as const satisfies {
  component: OptionKeys<ComponentOptions>;
  template: OptionKeys<TemplateOptions>;
};

/** The BackstageEntityCustomization that a Promise names. @public */
export const entityCustomizationNameOf = (
  metadata: Manifest['metadata'],
): string | undefined => asText(metadata.labels?.[labels.entityCustomization]);

const ROOT = 'spec.entityGenerationOptions';

/**
 * Reads a BackstageEntityCustomization. What is wrong in it is named, and what is right
 * beside it counts. Never throws.
 *
 * @public
 */
export function readEntityCustomization(object: unknown): EntityCustomization {
  const problems: OptionProblem[] = [];
  const given = at(object, ...ROOT.split('.'));
  const read = <T extends object>(
    readers: OptionReaders<T>,
    keys: OptionKeys<T>,
    path: readonly string[],
  ): T => {
    const field = [ROOT, ...path].join('.');
    const found = readSection(readers, keys, at(given, ...path), field);
    problems.push(...found.problems);
    return found.options;
  };
  const { component, template } = customizationKeys;
  const options: GenerationOptions = {
    promiseComponent: read<ComponentOptions>(componentReaders, component, [
      'promise',
      'component',
    ]),
    template: read<TemplateOptions>(templateReaders, template, [
      'promise',
      'template',
    ]),
    resourceComponent: read<ComponentOptions>(componentReaders, component, [
      'resource',
      'component',
    ]),
  };
  const readAs = <V>(schema: z.ZodType<V[]>, field: string): V[] => {
    const result = schema.safeParse(at(object, 'spec', field) ?? []);
    if (result.success) return result.data;
    problems.push(...problemsOf(result.error, `spec.${field}`));
    return [];
  };
  return {
    name: asText(at(object, 'metadata', 'name')) ?? '',
    options,
    destinationSelectors: readAs<Selector>(
      selectorsSchema,
      'destinationSelectors',
    ).map(({ matchLabels }) => matchLabels),
    containers: readAs<PipelineContainer>(containersSchema, 'containers'),
    problems,
  };
}

const selectorSchema = z.object({
  matchLabels: z.record(z.string(), z.string()),
});

type Selector = z.infer<typeof selectorSchema>;

const selectorsSchema = z.array(selectorSchema);

const containersSchema = z.array(pipelineContainerSchema);

/** The options of one entity, and the fields beside them that nobody knows. */
function readSection<T extends object>(
  readers: OptionReaders<T>,
  keys: OptionKeys<T>,
  section: unknown,
  field: string,
): { options: T; problems: OptionProblem[] } {
  if (section === undefined || section === null)
    return { options: {} as T, problems: [] };
  if (!isObject(section)) {
    const problem = {
      field,
      problem: 'It is not an object',
      remedy: 'Write the options as fields of an object.',
    };
    return { options: {} as T, problems: [problem] };
  }
  const { options, problems } = readOptions(readers, keys, section);
  const known = Object.values(keys) as string[];
  const others = Object.keys(section).filter(key => !known.includes(key));
  return {
    options,
    problems: [
      ...problems.map(one => ({ ...one, field: `${field}.${one.field}` })),
      ...others.map(key => ({
        field: `${field}.${key}`,
        problem: 'There is no such option',
        remedy: `Write one of ${known.join(', ')}.`,
      })),
    ],
  };
}
