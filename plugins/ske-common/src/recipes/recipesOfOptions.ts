import type { JsonObject } from '@backstage/types';
import type {
  ComponentOptions,
  TemplateOptions,
} from '../annotations/entityOptions';
import { annotations as keys } from '../annotations/keys';
import type { GenerationOptions } from '../customization/generationOptions';
import {
  metadataPageTitle,
  type TemplateDelivery,
} from '../entities/templatePages';
import { titleOf } from '../offerings/titles';
import type { Recipe, RecipeTarget } from './Recipe';

/** What recipes must know of the entities that they change. @public */
export interface RecipeContext {
  /** Of the Promise's API. */
  kind: string;
  delivery: TemplateDelivery['type'];
}

/**
 * Recipes that change generated entities as options do, for a PortalCustomization in the
 * place of a BackstageEntityCustomization. Lists replace: a Resource's `dependsOn` names
 * its Promise only if the options do.
 *
 * @public
 */
export const recipesOfOptions = (
  { promiseComponent, template, resourceComponent }: GenerationOptions,
  about: RecipeContext,
): { promise: Recipe[]; resource: Recipe[] } => ({
  promise: [
    ...componentRecipes(promiseComponent),
    ...templateRecipes(template, about),
  ],
  resource: componentRecipes(resourceComponent),
});

function componentRecipes(options: ComponentOptions): Recipe[] {
  const { name, title, description, tags, summary, ...spec } = options;
  return mergeRecipe(documentOf('Component'), {
    metadata: given({
      name,
      title,
      description,
      tags,
      annotations:
        summary === undefined ? undefined : { [keys.promiseSummary]: summary },
    }),
    spec: given(spec),
  });
}

function templateRecipes(
  options: TemplateOptions,
  { kind, delivery }: RecipeContext,
): Recipe[] {
  const { title, description, tags, type, lifecycle, owner } = options;
  const namespaceField = given({
    title: options.namespaceFieldTitle,
    description: options.namespaceFieldDescription,
    default: options.namespace,
  });
  const metadataPage = {
    path: 'spec.parameters',
    key: 'title',
    value: metadataPageTitle(titleOf(kind)),
  };
  const manifestStep = {
    path: 'spec.steps',
    key: 'id',
    value: delivery === 'push' ? 'ske-configure-resource' : 'write-manifest',
  };
  return [
    ...mergeRecipe(documentOf('Template'), {
      metadata: given({ title, description, tags }),
      spec: given({ type, lifecycle, owner }),
    }),
    ...(options.hideNamespace
      ? []
      : mergeRecipe(documentOf('Template', metadataPage), {
          properties: given({ objnamespace: emptyAsNone(namespaceField) }),
        })),
    ...(options.singleSpecPage
      ? [{ op: 'singleSpecPage', target: documentOf('Template') } as const]
      : []),
    ...(options.hideNamespace
      ? [
          {
            op: 'hideNamespaceManifest',
            target: documentOf('Template', manifestStep),
            field: 'input.manifest',
            defaultNamespace: options.namespace ?? 'default',
          } as const,
        ]
      : []),
  ];
}

/** A recipe that merges the parts that are not empty; none where all are. */
function mergeRecipe(target: RecipeTarget, parts: JsonObject): Recipe[] {
  const patch = given(
    Object.fromEntries(
      Object.entries(parts).map(([key, part]) => [
        key,
        emptyAsNone(part as JsonObject),
      ]),
    ),
  );
  return Object.keys(patch).length > 0 ? [{ op: 'merge', target, patch }] : [];
}

const documentOf = (
  kind: string,
  ...list: RecipeTarget['list']
): RecipeTarget => ({ document: { by: 'kind', kind }, list });

const given = (fields: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  );

const emptyAsNone = (fields: JsonObject): JsonObject | undefined =>
  Object.keys(fields).length > 0 ? fields : undefined;
