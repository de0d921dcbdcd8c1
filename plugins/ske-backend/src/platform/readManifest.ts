import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { InputError } from '@backstage/errors';
import { manifestSchema, type Manifest } from '@syntasso/plugin-ske-common';
import { readYaml } from './readYaml';

/** No API is nested deeper, and the code that reads it is recursive. */
const DEEPEST = 500;
/** Of an apiVersion: a group of 253 characters, and a version of 63. */
const LONGEST_NAME = 317;

/**
 * Reads one Kubernetes object from YAML or JSON. Its namespace is `default`
 * when it names none.
 *
 * @throws InputError that names the line or the field, and the remedy.
 */
export async function readManifest(text: string): Promise<Manifest> {
  const content = jsonIn(text) ?? (await readYaml(text));
  // A large manifest takes long here: other requests get a turn in between.
  await yieldToEventLoop();
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
  requireShortNames(result.data);
  return {
    ...result.data,
    metadata: { ...metadata, namespace: metadata.namespace ?? 'default' },
  };
}

/**
 * Only checks the length: what the names mean is checked where they are used.
 *
 * @throws InputError for a name that is longer than any on a platform.
 */
function requireShortNames({ apiVersion, kind, metadata }: Manifest) {
  const { name, namespace } = metadata;
  const names = { apiVersion, kind, name, namespace };
  for (const [field, value] of Object.entries(names)) {
    if (value === undefined || value.length <= LONGEST_NAME) continue;
    throw new InputError(
      `manifest: ${field} has ${value.length} characters. No name on a platform has more than ${LONGEST_NAME}.`,
    );
  }
}

/**
 * What a text is as JSON, which is read in a fraction of the time that YAML takes;
 * undefined when it is none.
 */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isDeeper(content: unknown, maxDepth: number): boolean {
  if (typeof content !== 'object' || content === null) return false;
  return (
    maxDepth === 0 ||
    Object.values(content).some(child => isDeeper(child, maxDepth - 1))
  );
}
