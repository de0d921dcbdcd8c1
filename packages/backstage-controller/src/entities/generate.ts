import { InputError } from '@backstage/errors';
import type { JsonObject, JsonValue } from '@backstage/types';
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
  labels,
  serializeDocuments,
  type GeneratedEntities,
  type Manifest,
  type OfferingEntityNames,
} from '@syntasso/plugin-ske-common';
import { contentsOf, readDocuments } from './yamlDocuments';
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

/** What a Component has of the status of its object. */
interface StatusParts {
  annotation?: string;
  /** Of a Resource: the version of its Promise that it runs. */
  version?: string;
  /** Of a Resource. */
  links?: JsonValue;
}

/** A file that containers have to run on before it is written. */
export interface UnfinishedFile {
  kind: 'needsJob';
  /** What the containers get. */
  content: string;
  pod: LanePod;
  /** Added after them: they need not run again because a status is another one. */
  status: StatusParts;
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
  if (component && isObject(metadata)) {
    component.metadata = withStatus(metadata, status);
  }
  return finished(documents, problems);
}

/** What a container writes itself stays as it is. */
function withStatus(
  metadata: JsonObject,
  { annotation, version, links }: StatusParts,
): JsonObject {
  const added: JsonObject = {};
  if (annotation !== undefined) {
    added.annotations = {
      [annotations.status]: annotation,
      ...mapIn(metadata, 'annotations'),
    };
  }
  if (version !== undefined) {
    added.labels = {
      [labels.promiseVersion]: version,
      ...mapIn(metadata, 'labels'),
    };
  }
  if (links !== undefined && metadata.links === undefined) added.links = links;
  return { ...metadata, ...added };
}

function mapIn(metadata: JsonObject, field: string): JsonObject {
  const map = metadata[field];
  return isObject(map) ? map : {};
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

/** Takes what is of the status out of a Component. */
function takeStatus(documents: JsonObject[]): StatusParts {
  const metadata = at(componentOf(documents), 'metadata');
  if (!isObject(metadata)) return {};
  const parts: StatusParts = {
    annotation: takeText(metadata.annotations, annotations.status),
  };
  if (at(metadata, 'annotations', annotations.type) !== 'resource')
    return parts;
  const { links } = metadata;
  delete metadata.links;
  const version = takeText(metadata.labels, labels.promiseVersion);
  return { ...parts, version, links };
}

function takeText(map: unknown, key: string): string | undefined {
  if (!isObject(map)) return undefined;
  const text = asText(map[key]);
  delete map[key];
  return text;
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
