import { ConflictError } from '@backstage/errors';
import {
  isObject,
  manifestSchema,
  splitApiVersion,
  type Manifest,
  type ObjectRef,
} from '@syntasso/plugin-ske-common';
import { isDeepStrictEqual } from 'node:util';
import {
  isMap,
  parseAllDocuments,
  parseDocument,
  stringify,
  type Document,
} from 'yaml';

/** What a file of the requests repository holds. */
export type ManifestFile =
  /** One object: a file that we write. */
  | { kind: 'one'; manifest: Manifest }
  /** Several objects: somebody else's file. */
  | { kind: 'several'; manifests: Manifest[] }
  /** Nothing that is an object of Kubernetes. */
  | { kind: 'other' }
  /** No YAML. */
  | { kind: 'broken'; problem: string };

/** A longer one holds up everybody else while it is read. */
const MOST_READ = 500_000;
/** The library compares each key with all others. */
const READING = { uniqueKeys: false };

/** Reads a file. Total: anything is one of the four. */
export function readManifestFile(text: string): ManifestFile {
  if (text.length > MOST_READ) {
    return {
      kind: 'broken',
      problem: `It has ${text.length} characters, and ${MOST_READ} is the most.`,
    };
  }
  const documents = parseAllDocuments(text, READING);
  if (!Array.isArray(documents)) return { kind: 'other' };
  const [problem] = documents.flatMap(document => document.errors);
  if (problem) {
    return { kind: 'broken', problem: problem.message.split('\n')[0] };
  }
  const contents = documents
    .map(contentOf)
    .filter(content => content !== null && content !== undefined);
  const manifests = contents
    .map(content => manifestSchema.safeParse(content))
    .filter(read => read.success)
    .map(read => read.data);
  if (manifests.length === 0) return { kind: 'other' };
  return contents.length === 1
    ? { kind: 'one', manifest: manifests[0] }
    : { kind: 'several', manifests };
}

/** A document that only says something by aliases without end says nothing. */
function contentOf(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 50 });
  } catch {
    return undefined;
  }
}

/** Whether a manifest is of the object that a reference names, in any version. */
export const isOf = (manifest: Manifest, ref: ObjectRef) =>
  manifest.kind === ref.kind &&
  splitApiVersion(manifest.apiVersion).group ===
    splitApiVersion(ref.apiVersion).group &&
  manifest.metadata.name === ref.name &&
  (manifest.metadata.namespace ?? 'default') === (ref.namespace ?? 'default');

/** A file for an object that has none. */
export const newManifestFile = (manifest: Manifest) =>
  stringify(ordered(manifest), { lineWidth: 0 });

/** Characters of JSON that are written as YAML without anybody noticing. */
const MOST_YAML = 50_000;

/** An object as text to be stored: as YAML, and as JSON, which is YAML too, where it is long. */
export function storedManifest(manifest: Manifest): string {
  const json = JSON.stringify(ordered(manifest), null, 2);
  return json.length > MOST_YAML ? json : newManifestFile(manifest);
}

/**
 * The file of an object, changed to what is wanted. What the request does not
 * speak of (comments, labels, annotations) stays as somebody wrote it.
 */
export function changedManifestFile(text: string, wanted: Manifest): string {
  const document = parseDocument(text, READING);
  const present = document.toJS() as Record<string, unknown>;
  change(document, ['apiVersion'], present.apiVersion, wanted.apiVersion);
  const { labels, annotations } = wanted.metadata;
  for (const [key, values] of Object.entries({ labels, annotations })) {
    for (const [name, value] of Object.entries(values ?? {})) {
      document.setIn(['metadata', key, name], value);
    }
  }
  for (const [part, value] of Object.entries(askedOf(wanted))) {
    change(document, [part], present[part], value);
  }
  return document.toString({ lineWidth: 0 });
}

/** The file of an object with other labels; null removes one. */
export function labelledManifestFile(
  text: string,
  labels: Record<string, string | null>,
): string {
  const document = parseDocument(text, READING);
  for (const [name, value] of Object.entries(labels)) {
    const path = ['metadata', 'labels', name];
    if (value === null) document.deleteIn(path);
    else document.setIn(path, value);
  }
  return document.toString({ lineWidth: 0 });
}

/** Changes as little as makes the present value the wanted one. */
function change(
  document: Document,
  path: string[],
  present: unknown,
  wanted: unknown,
) {
  if (isDeepStrictEqual(present, wanted)) return;
  const node = document.getIn(path);
  if (!isObject(present) || !isObject(wanted) || !isMap(node)) {
    document.setIn(path, document.createNode(wanted));
    return;
  }
  for (const key of Object.keys(present)) {
    if (!(key in wanted)) document.deleteIn([...path, key]);
  }
  for (const [key, value] of Object.entries(wanted)) {
    change(document, [...path, key], present[key], value);
  }
}

/** Only what a person would write. */
const ordered = (manifest: Manifest) => ({
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
  ...askedOf(manifest),
});

/** What is asked for: the spec, and what an API has beside it. */
export const askedOf = ({
  apiVersion: _apiVersion,
  kind: _kind,
  metadata: _metadata,
  status: _status,
  ...asked
}: Manifest): Record<string, unknown> => ({
  ...(Object.keys(asked).length === 0 ? { spec: {} } : {}),
  ...asked,
});

/** The error of a file that cannot be read. */
export const brokenFile = (path: string, problem: string) =>
  new ConflictError(
    `${path} in the requests repository is no valid YAML: ${problem} Somebody has edited it by hand. Mend it there, then try again.`,
  );
