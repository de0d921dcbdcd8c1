import { ConflictError, InputError } from '@backstage/errors';
import {
  aliasesExpandTooFar,
  isObject,
  manifestSchema,
  readYamlDocuments,
  splitApiVersion,
  type Manifest,
  type ObjectRef,
} from '@syntasso/plugin-ske-common';
import type { JsonObject } from '@backstage/types';
import { isDeepStrictEqual } from 'node:util';
import {
  isMap,
  isScalar,
  parse,
  parseDocument,
  stringify,
  type Document,
  type Node,
} from 'yaml';
import { jsonIn } from '../readManifest';

/** What a file of the requests repository holds. */
export type ManifestFile =
  /** One object: a file that we write. */
  | { kind: 'one'; manifest: Manifest }
  /** Several objects: a file that we do not change. */
  | { kind: 'several'; manifests: Manifest[] }
  /** Nothing that is an object of Kubernetes. */
  | { kind: 'other' }
  /** No YAML. */
  | { kind: 'broken'; problem: string };

/** Characters of a file. Reading a longer one would block all other work for too long. */
const LONGEST_FILE = 500_000;
/** The library compares each key with all others, and draws the line of each mistake. */
const YAML_OPTIONS = { uniqueKeys: false, prettyErrors: false };

/** Reads a file; never throws. */
export function readManifestFile(text: string): ManifestFile {
  if (text.length > LONGEST_FILE) {
    return {
      kind: 'broken',
      problem: `It has ${text.length} characters, and ${LONGEST_FILE} is the most.`,
    };
  }
  const json = jsonIn(text);
  if (json !== undefined) return fileWith([json]);
  const read = readYamlDocuments(text);
  return read.kind === 'broken'
    ? { kind: 'broken', problem: `${read.problem}.` }
    : fileWith(read.documents.map(document => contentOf(document, text)));
}

function fileWith(documents: unknown[]): ManifestFile {
  const contents = documents.filter(
    content => content !== null && content !== undefined,
  );
  const manifests = contents
    .map(content => manifestSchema.safeParse(content))
    .filter(result => result.success)
    .map(result => result.data);
  if (manifests.length === 0) return { kind: 'other' };
  return contents.length === 1
    ? { kind: 'one', manifest: manifests[0] }
    : { kind: 'several', manifests };
}

/** Undefined for a document that expands to too much through its aliases, or without an end. */
function contentOf(document: Document, text: string): unknown {
  try {
    const content: unknown = document.toJS({ maxAliasCount: 50 });
    return aliasesExpandTooFar(content, text) ? undefined : content;
  } catch {
    return undefined;
  }
}

/**
 * The text of a file that is to be written.
 *
 * @throws InputError when it is so long that it would not be read afterwards.
 */
export function requireReadable(text: string): string {
  if (text.length <= LONGEST_FILE) return text;
  throw new InputError(
    `manifest: has ${text.length} characters, and ${LONGEST_FILE} is the most for a file of the requests repository. Leave out what is not needed, or keep it in a ConfigMap.`,
  );
}

/** Whether a manifest is of the object that a reference names, in any version. */
export const isManifestOf = (manifest: Manifest, ref: ObjectRef) =>
  manifest.kind === ref.kind &&
  splitApiVersion(manifest.apiVersion).group ===
    splitApiVersion(ref.apiVersion).group &&
  manifest.metadata.name === ref.name &&
  (manifest.metadata.namespace ?? 'default') === (ref.namespace ?? 'default');

/** From so many characters on objects are written as JSON: YAML takes too long. */
const JSON_FROM = 50_000;

/** An object as text to be stored: as YAML, and as JSON, which is YAML too, where it is long. */
export function formatManifest(manifest: Manifest): string {
  const json = JSON.stringify(orderFields(manifest), null, 2);
  return json.length > JSON_FROM
    ? `${json}\n`
    : stringify(orderFields(manifest), { lineWidth: 0 });
}

/**
 * The file of an object, changed to what is wanted. What the request does not
 * speak of (comments, labels, annotations) stays as somebody wrote it.
 */
export function changeManifestFile(text: string, wanted: Manifest): string {
  const { apiVersion } = wanted;
  const { labels, annotations } = wanted.metadata;
  const requested = requestedFieldsOf(wanted);
  return editFile(text, present => ({
    ...present,
    ...requested,
    apiVersion,
    metadata: {
      ...present.metadata,
      ...(labels ? { labels: { ...present.metadata?.labels, ...labels } } : {}),
      ...(annotations
        ? { annotations: { ...present.metadata?.annotations, ...annotations } }
        : {}),
    },
  }));
}

/** The file of an object with other labels; null removes one. */
export function labelManifestFile(
  text: string,
  labels: Record<string, string | null>,
): string {
  return editFile(text, present => {
    const labelsBefore = present.metadata?.labels;
    const remaining = Object.entries({ ...labelsBefore, ...labels }).filter(
      ([, value]) => value !== null,
    );
    if (!labelsBefore && remaining.length === 0) return present;
    return {
      ...present,
      metadata: { ...present.metadata, labels: Object.fromEntries(remaining) },
    };
  });
}

/** A file with what becomes of its content; JSON, which has no comments, as JSON. */
function editFile(
  text: string,
  edit: (present: Partial<Manifest>) => object,
): string {
  const json = jsonIn(text);
  if (isObject(json)) return `${JSON.stringify(edit(json), null, 2)}\n`;
  const document: Document = parseDocument(text, YAML_OPTIONS);
  const present = document.toJS() as JsonObject;
  const newContent = edit(present);
  document.contents = changeNode(
    document,
    document.contents,
    present,
    newContent,
  );
  try {
    const result = document.toString({ lineWidth: 0 });
    if (isDeepStrictEqual(parse(result, YAML_OPTIONS), newContent))
      return result;
  } catch {
    // An alias that lost its anchor, or a second document: formatted from scratch below.
  }
  return stringify(newContent, { lineWidth: 0 });
}

/**
 * Turns the present value of a node into the wanted one with as few changes as
 * possible. Keys are indexed first: the library searches all of them each time.
 */
function changeNode(
  document: Document,
  node: Node | null,
  present: unknown,
  newValue: unknown,
): Node | null {
  if (isDeepStrictEqual(present, newValue)) return node;
  if (!isObject(present) || !isObject(newValue) || !isMap(node)) {
    return document.createNode(newValue) as Node;
  }
  node.items = node.items.filter(({ key }) =>
    Object.hasOwn(newValue, nameOf(key)),
  );
  const pairs = new Map(node.items.map(pair => [nameOf(pair.key), pair]));
  for (const [key, value] of Object.entries(newValue)) {
    const pair = pairs.get(key);
    if (pair) {
      pair.value = changeNode(
        document,
        pair.value as Node,
        present[key],
        value,
      );
    } else {
      node.items.push(document.createPair(key, value));
    }
  }
  return node;
}

/** A key as `toJS` has it. */
const nameOf = (key: unknown) => String(isScalar(key) ? key.value : key);

/** Only what a person would write. */
const orderFields = (manifest: Manifest) => ({
  apiVersion: manifest.apiVersion,
  kind: manifest.kind,
  metadata: {
    name: manifest.metadata.name,
    namespace: manifest.metadata.namespace ?? 'default',
    ...(manifest.metadata.labels ? { labels: manifest.metadata.labels } : {}),
    ...(manifest.metadata.annotations
      ? { annotations: manifest.metadata.annotations }
      : {}),
  },
  ...requestedFieldsOf(manifest),
});

/** What a request is about: the spec, and further fields that an API has beside it. */
export const requestedFieldsOf = ({
  apiVersion: _apiVersion,
  kind: _kind,
  metadata: _metadata,
  status: _status,
  ...requested
}: Manifest): Record<string, unknown> => ({
  ...(Object.keys(requested).length === 0 ? { spec: {} } : {}),
  ...requested,
});

/** The error of a file that cannot be read. */
export const brokenFileError = (path: string, problem: string) =>
  new ConflictError(
    `${path} in the requests repository is no valid YAML: ${problem} Somebody has edited it by hand. Mend it there, then try again.`,
  );
