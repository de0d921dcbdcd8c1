import type { JsonObject, JsonValue } from '@backstage/types';
import {
  isObject,
  MASK,
  pathOfStoredSecretMark,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { stringify } from 'yaml';

/**
 * A manifest to be applied with kubectl: without its status and what only the
 * platform sets. Secrets are left out: a mask that is applied would overwrite them.
 *
 * @param say - a sentence for the fields where one was, to be put at the top
 */
export function manifestToApply(
  { metadata, status: _, ...others }: Manifest,
  say: (fields: string) => string,
): string {
  const { name, namespace, labels, annotations } = metadata;
  const leftOut: string[] = [];
  const manifestWithoutMasks = withoutMasked(
    { metadata: { name, namespace, labels, annotations }, ...others },
    leftOut,
  );
  const { apiVersion, kind, ...rest } = manifestWithoutMasks as JsonObject;
  const text = stringify({ apiVersion, kind, ...rest });
  if (leftOut.length === 0) return text;
  return `# ${say(leftOut.map(inOneLine).join(', '))}\n${text}`;
}

/** In a list each item keeps its place: there the mask stays. */
function withoutMasked(
  value: JsonValue,
  leftOut: string[],
  path = '',
): JsonValue | undefined {
  if (typeof value === 'string') {
    const isMasked = path.startsWith('metadata.')
      ? value.includes(MASK)
      : pathOfStoredSecretMark(value) !== undefined || MASKED.test(value);
    if (!isMasked) return value;
    leftOut.push(path);
    return undefined;
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => {
      const keptItem = withoutMasked(item, leftOut, `${path}[${index}]`);
      return keptItem === undefined ? MASK : keptItem;
    });
  }
  if (!isObject(value)) return value;
  const keptEntries = Object.entries(value).map(([key, item]) => [
    key,
    item === undefined
      ? undefined
      : withoutMasked(item, leftOut, path ? `${path}.${key}` : key),
  ]);
  return Object.fromEntries(
    keptEntries.filter(([, item]) => item !== undefined),
  );
}

/** The mask, alone or within a text; not as a part of a row of asterisks. */
const MASKED = new RegExp(`(?<!\\*)\\*{${MASK.length}}(?!\\*)`);

/** A path in a comment, which must not end there: keys may hold line breaks of any kind. */
const inOneLine = (path: string) =>
  path.replace(
    /[^\x20-\x7e]/g,
    letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
