import { InputError } from '@backstage/errors';
import { manifestSchema, type Manifest } from '@syntasso/plugin-ske-common';
import { isScalar, parseAllDocuments, visit, type Document } from 'yaml';

/** A text of this length is read within a second or two. */
const MOST_YAML = 700_000;
/** No API is nested deeper, and who goes through it calls itself. */
const DEEPEST = 500;

/**
 * Reads one Kubernetes object from YAML or JSON. Its namespace is `default`
 * when it names none.
 *
 * @throws InputError that names the line or the field, and the remedy.
 */
export function readManifest(text: string): Manifest {
  const content = jsonIn(text) ?? documentIn(text);
  if (isDeeper(content, DEEPEST)) {
    throw new InputError(
      `manifest: is nested more than ${DEEPEST} levels deep. No API is.`,
    );
  }
  const result = manifestSchema.safeParse(content);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new InputError(
      `manifest: ${issue.path.join('.') || 'the document'} ${
        issue.message
      }. A Kubernetes object has apiVersion, kind and metadata.name.`,
    );
  }
  const { metadata } = result.data;
  return {
    ...result.data,
    metadata: { ...metadata, namespace: metadata.namespace ?? 'default' },
  };
}

/** JSON is read in a fraction of the time that YAML takes. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The one document of a YAML text. @throws InputError as {@link readManifest} does. */
function documentIn(text: string): unknown {
  if (text.length > MOST_YAML) {
    throw new InputError(
      `manifest: has ${text.length} characters of YAML, and ${MOST_YAML} is the most. Send it as JSON.`,
    );
  }
  const documents = parseAllDocuments(text, {
    merge: false,
    // The library compares each key with all others, which blocks everybody else.
    uniqueKeys: false,
  });
  const problem = documents.flatMap(d => d.errors)[0];
  if (problem) {
    // What follows the first line quotes the text, which may hold secrets.
    const [what] = problem.message.split('\n');
    throw new InputError(
      `manifest: not valid YAML. ${what.replace(/:$/, '.')}`,
    );
  }
  documents.forEach(requireUniqueKeys);
  const contents = documents.map(valueOf).filter(content => content !== null);
  if (contents.length === 1) return contents[0];
  throw new InputError(
    contents.length === 0
      ? 'manifest: is empty. Give one YAML document.'
      : `manifest: holds ${contents.length} documents. Give exactly one.`,
  );
}

/** Aliases are how a small document becomes a huge one. */
function valueOf(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 50 });
  } catch (error) {
    throw new InputError(
      `manifest: cannot be read (${
        (error as Error).message
      }). Write it without anchors and aliases.`,
    );
  }
}

function isDeeper(content: unknown, most: number): boolean {
  let level: unknown[] = [content];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > most) return true;
    level = level.flatMap(one =>
      typeof one === 'object' && one !== null ? Object.values(one) : [],
    );
  }
  return false;
}

/** @throws InputError that names a key which a map has twice. */
function requireUniqueKeys(document: Document) {
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        const name = isScalar(key) ? key.value : key;
        if (seen.has(name)) {
          throw new InputError(
            `manifest: not valid YAML. The key ${String(
              name,
            )} is there twice in one map. Remove one of them.`,
          );
        }
        seen.add(name);
      }
    },
  });
}
