import type { Entity } from '@backstage/catalog-model';
import type { JsonObject, JsonValue } from '@backstage/types';
import {
  annotations,
  applyRecipes,
  at,
  CATALOG_INFO,
  documentsOf,
  isObject,
  type Recipe,
} from '@syntasso/plugin-ske-common';
import type { FieldProblem } from '../check/repairEntity';
import type { EntityPatch } from './entityPatches';

/** Entities after recipes, all of which are applied, or none. */
export interface PatchedEntities {
  entities: Entity[];
  problems: FieldProblem[];
}

/** What of `metadata` and `spec` says which object an entity is of, and who may see it. */
const KEPT = {
  metadata: ['name', 'namespace'],
  spec: ['owner', 'audience'],
} as const;

/** Annotations with this prefix say the same; only these of them are for people. */
const KEPT_PREFIX = 'kratix.io/';
const OPEN_ANNOTATIONS: readonly string[] = [
  annotations.promiseSummary,
  annotations.requestsRepoUrl,
  annotations.status,
];

/**
 * Applies the recipes of a customisation to the entities of one object. What identifies an
 * entity, and what decides who may see it, stays: pages and permissions go by the object.
 */
export function patchEntities(
  entities: Entity[],
  patch: EntityPatch | undefined,
): PatchedEntities {
  const recipes = (patch?.recipes ?? []).filter(recipe =>
    concerns(recipe, entities),
  );
  if (!patch || recipes.length === 0) return { entities, problems: [] };
  const applied = applyRecipes(
    { [CATALOG_INFO]: documentsOf(entities) },
    recipes,
  );
  if (applied.kind === 'refused') {
    const problems = applied.problems.map(({ recipe, message, remedy }) => ({
      field: patch.place,
      reason: `Recipe ${
        patch.recipes.indexOf(recipes[recipe]) + 1
      }: ${message}. None of its recipes is applied.`,
      remedy,
    }));
    return { entities, problems };
  }
  const problems: FieldProblem[] = [];
  const patched = applied.files[CATALOG_INFO].map((document, index) => {
    const { entity, kept } = keepIdentity(entities[index], document);
    problems.push(
      ...kept.map(field => ({
        field: `${patch.place}: ${field}`,
        reason: `Direct discovery keeps it in the ${entity.kind}: it says which object the entity is of, or who may see it.`,
        remedy: remedyFor(field),
      })),
    );
    return entity;
  });
  return { entities: patched, problems };
}

/** Where no Template is made, nothing is missing if its recipes are left out. */
const concerns = ({ target: { document } }: Recipe, entities: Entity[]) =>
  document.by === 'file' ||
  document.kind !== 'Template' ||
  entities.some(({ kind }) => kind === 'Template');

/** The changed entity with what it has to keep, and which fields were changed of that. */
function keepIdentity(
  original: Entity,
  document: JsonObject,
): { entity: Entity; kept: string[] } {
  const kept: string[] = [];
  const keep = (
    path: readonly string[],
    keys: readonly string[],
  ): JsonObject => {
    const given = at(document, ...path);
    const changed: JsonObject = isObject(given) ? given : {};
    const fields = new Map<string, JsonValue | undefined>(
      Object.entries(changed),
    );
    for (const key of keys) {
      const before = at(original, ...path, key);
      if (JSON.stringify(fields.get(key)) === JSON.stringify(before)) continue;
      kept.push([...path, key].join('.'));
      if (before === undefined) fields.delete(key);
      else fields.set(key, before);
    }
    return Object.fromEntries(fields);
  };
  const keptAnnotations = [
    ...Object.keys(original.metadata.annotations ?? {}),
    ...Object.keys(annotationsOf(document)),
  ].filter(
    key => key.startsWith(KEPT_PREFIX) && !OPEN_ANNOTATIONS.includes(key),
  );
  const ownAnnotations = keep(
    ['metadata', 'annotations'],
    [...new Set(keptAnnotations)],
  );
  const metadata = keep(['metadata'], KEPT.metadata);
  const entity = {
    ...keep([], ['apiVersion', 'kind']),
    metadata: {
      ...metadata,
      ...(Object.keys(ownAnnotations).length > 0
        ? { annotations: ownAnnotations }
        : {}),
    },
    spec: keep(['spec'], KEPT.spec),
  };
  return { entity: entity as unknown as Entity, kept };
}

function annotationsOf(document: JsonObject): JsonObject {
  const given = at(document, 'metadata', 'annotations');
  return isObject(given) ? given : {};
}

const remedyFor = (field: string): string =>
  field === 'spec.owner'
    ? 'Write the owner into the annotation ske.backstage.component/owner, or into the BackstageEntityCustomization.'
    : 'Leave it out of the patch.';
