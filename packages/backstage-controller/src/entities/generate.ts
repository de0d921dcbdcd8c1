import { InputError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import {
  annotations,
  applyRecipes,
  asText,
  at,
  CATALOG_INFO,
  documentsOf,
  generatePromiseEntities,
  generateResourceEntities,
  isObject,
  serializeDocuments,
  type GeneratedEntities,
  type Manifest,
  type OfferingEntityNames,
} from '@syntasso/plugin-ske-common';
import { contentsOf, readDocuments } from '../generate/pipelineFiles';
import type { Binding, Lane, LanePod } from './Binding';

/** A file with entities, as it is written. */
export interface FinishedFile {
  kind: 'generated';
  content: string;
  /** The Component in it. */
  component: { namespace: string; name: string } | undefined;
  /** Options that do not count, one sentence each. */
  problems: string[];
}

/** A file that containers have to run on before it is written. */
export interface UnfinishedFile {
  kind: 'needsJob';
  /** What the containers get. */
  content: string;
  pod: LanePod;
  /** Added after them: they need not run again because a status is another one. */
  status: string | undefined;
  problems: string[];
}

/** What is generated for an object. */
export type GeneratedFile = FinishedFile | UnfinishedFile | { kind: 'noApi' };

/**
 * The file of a Promise.
 *
 * @throws InputError where recipes cannot be applied.
 */
export const generateForPromise = (
  promise: Manifest,
  { target, options, lanes, problems }: Binding,
  names: OfferingEntityNames,
): GeneratedFile =>
  fileOf(
    generatePromiseEntities({
      promise,
      delivery: target.delivery,
      options,
      names,
    }),
    lanes.promise,
    problems,
  );

/**
 * The file of a Resource.
 *
 * @throws InputError where recipes cannot be applied.
 */
export const generateForResource = (
  { resource, promise }: { resource: Manifest; promise: Manifest },
  { options, lanes, problems }: Binding,
  names: { resource: string; offering: OfferingEntityNames },
): GeneratedFile =>
  fileOf(
    generateResourceEntities({ resource, promise, options, names }),
    lanes.resource,
    problems,
  );

function fileOf(
  generated: GeneratedEntities,
  lane: Lane,
  about: string[],
): GeneratedFile {
  if (generated.kind === 'noApi') return generated;
  if (lane.kind === 'refused') throw new InputError(lane.message);
  const documents = documentsOf(generated.entities);
  const problems = [
    ...about,
    ...generated.problems.map(
      ({ field, problem, remedy }) => `${field}: ${problem}. ${remedy}`,
    ),
  ];
  if (lane.kind === 'job') {
    const status = takeStatus(documents);
    const content = serializeDocuments(documents);
    return { kind: 'needsJob', content, pod: lane.pod, status, problems };
  }
  const applied = applyRecipes({ [CATALOG_INFO]: documents }, lane.recipes);
  if (applied.kind === 'refused') {
    const [{ recipe, message, remedy }] = applied.problems;
    throw new InputError(
      `Recipe ${
        recipe + 1
      } of the customization cannot be applied: ${message}. ${remedy}`,
    );
  }
  return finished(applied.files[CATALOG_INFO], problems);
}

/**
 * The file that is written, of what containers have made.
 *
 * @throws InputError for a text that is no YAML with entities, or has aliases that stand for
 * too much.
 */
export function finishFile(
  { status, problems }: UnfinishedFile,
  content: string,
): FinishedFile {
  const documents = readEntities(content);
  const component = componentOf(documents);
  const metadata = at(component, 'metadata');
  const own = at(metadata, 'annotations');
  if (component && isObject(metadata) && status !== undefined) {
    const given = isObject(own) ? own : {};
    component.metadata = {
      ...metadata,
      // A container that writes it itself decides what is in it.
      annotations: { [annotations.status]: status, ...given },
    };
  }
  return finished(documents, problems);
}

function readEntities(content: string): JsonObject[] {
  const where = `What the containers of the customization have made of ${CATALOG_INFO}`;
  const contents = contentsOf(
    readDocuments(content, where),
    content,
    where,
  ).filter(one => one !== null && one !== undefined);
  if (contents.length > 0 && contents.every(isObject)) return contents;
  throw new InputError(
    `${where} has no entities, or something else beside them. Each of its YAML documents has to be one.`,
  );
}

const finished = (
  documents: JsonObject[],
  problems: string[],
): FinishedFile => ({
  kind: 'generated',
  content: serializeDocuments(documents),
  component: componentIn(documents),
  problems,
});

/** Takes the status out of a Component. */
function takeStatus(documents: JsonObject[]): string | undefined {
  const given = at(componentOf(documents), 'metadata', 'annotations');
  if (!isObject(given)) return undefined;
  const status = asText(given[annotations.status]);
  delete given[annotations.status];
  return status;
}

const componentOf = (documents: JsonObject[]) =>
  documents.find(({ kind }) => kind === 'Component');

/** A customization may have given it another name. */
function componentIn(documents: JsonObject[]): FinishedFile['component'] {
  const component = componentOf(documents);
  const name = asText(at(component, 'metadata', 'name'));
  const namespace = asText(at(component, 'metadata', 'namespace')) ?? 'default';
  return name === undefined ? undefined : { namespace, name };
}
