import type { JsonObject } from '@backstage/types';
import { z } from 'zod';
import type { OptionProblem } from '../annotations/readOptions';
import {
  pipelineContainerSchema,
  type PipelineContainer,
} from '../customization/pipelineContainer';
import { problemsOf } from '../customization/zodProblems';
import { CATALOG_INFO } from '../entities/catalogInfo';
import { asText, at, isObject } from '../kubernetes/json';
import { applyRecipes } from '../recipes/applyRecipes';
import { readRecipes } from '../recipes/readRecipes';
import type {
  OutputFiles,
  ReadRecipes,
  Recipe,
  RecipeProblem,
} from '../recipes/Recipe';

/** What runs between the making of entities and their writing. @public */
export interface CustomizationLane {
  /** A PipelineSpec of Kratix, as it is given. */
  spec: JsonObject;
  /** In the order in which they run. */
  containers: PipelineContainer[];
}

/** What a PortalCustomization says. @public */
export interface PortalCustomization {
  name: string;
  portalType: string | undefined;
  promise: CustomizationLane | undefined;
  resource: CustomizationLane | undefined;
  /** What does not count: field, why and remedy. */
  problems: OptionProblem[];
}

/** The condition `Accepted` of a PortalCustomization. @public */
export interface Acceptance {
  status: 'True' | 'False';
  reason: 'Validated' | 'PortalTypeMissing';
  message: string;
}

const laneSchema = z.looseObject({
  containers: z.array(pipelineContainerSchema).default([]),
});

/**
 * Reads a PortalCustomization. A lane that cannot be read is left out, and named. Never
 * throws.
 *
 * @public
 */
export function readPortalCustomization(object: unknown): PortalCustomization {
  const problems: OptionProblem[] = [];
  const readLane = (workflow: string): CustomizationLane | undefined => {
    const spec = at(object, 'spec', workflow, 'configure');
    if (spec === undefined || spec === null) return undefined;
    const field = `spec.${workflow}.configure`;
    const read = laneSchema.safeParse(spec);
    if (read.success && isObject(spec))
      return { spec, containers: read.data.containers };
    if (!read.success) problems.push(...problemsOf(read.error, field));
    return undefined;
  };
  return {
    name: asText(at(object, 'metadata', 'name')) ?? '',
    portalType: asText(at(object, 'spec', 'portalType')),
    promise: readLane('promise'),
    resource: readLane('resource'),
    problems,
  };
}

/** What a PortalCustomization is told about itself. @public */
export const acceptanceOf = ({ portalType }: PortalCustomization): Acceptance =>
  portalType === undefined
    ? {
        status: 'False',
        reason: 'PortalTypeMissing',
        message: 'spec.portalType is missing: write backstage.',
      }
    : {
        status: 'True',
        reason: 'Validated',
        message: 'The customization is valid',
      };

/** Whether a container applies recipes, from whichever registry its image comes. @public */
export function isPortalPatch({ image }: PipelineContainer): boolean {
  const name = image.split('@', 1)[0].split('/').pop() ?? '';
  return name.split(':', 1)[0] === 'portal-patch';
}

/** Documents after a lane that only applies recipes. @public */
export type PatchedDocuments =
  | { kind: 'patched'; documents: JsonObject[] }
  /** A recipe is wrong: the documents stay as they are. */
  | { kind: 'refused'; container: string; problems: RecipeProblem[] }
  /** A container runs something else: the lane needs a Job. */
  | { kind: 'needsJob'; container: string };

/**
 * Runs a lane on the documents of `catalog-info.yaml` without a Job, where all of its
 * containers only apply recipes.
 *
 * @public
 */
export function patchDocuments(
  lane: CustomizationLane | undefined,
  documents: JsonObject[],
): PatchedDocuments {
  const containers = lane?.containers ?? [];
  const other = containers.find(container => !isPortalPatch(container));
  if (other) return { kind: 'needsJob', container: other.name };
  const original: OutputFiles = { [CATALOG_INFO]: documents };
  let files = original;
  for (const container of containers) {
    const { name } = container;
    const read = recipesOfContainer(container);
    if (read.kind === 'refused') return { ...read, container: name };
    const applied = applyRecipes(files, read.recipes, original);
    if (applied.kind === 'refused') return { ...applied, container: name };
    files = applied.files;
  }
  return { kind: 'patched', documents: files[CATALOG_INFO] };
}

/** The recipes that a container applies: those of each of its arguments, in their order. @public */
export function recipesOfContainer({
  args = [],
}: PipelineContainer): ReadRecipes {
  const recipes: Recipe[] = [];
  const problems: RecipeProblem[] = [];
  for (const arg of args) {
    const read = readRecipes(arg, recipes.length + problems.length);
    if (read.kind === 'recipes') recipes.push(...read.recipes);
    else problems.push(...read.problems);
  }
  return problems.length > 0
    ? { kind: 'refused', problems }
    : { kind: 'recipes', recipes };
}
