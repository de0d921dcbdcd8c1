import type { JsonObject, JsonValue } from '@backstage/types';
import {
  isObject,
  MASK,
  storedSecretPath,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { stringify } from 'yaml';

/**
 * A manifest that can be applied with kubectl: without its status and what only the
 * platform sets, and without secrets, which then stay as they are.
 *
 * @param say - a sentence for the fields that were left out, to be put at the top
 */
export function manifestToApply(
  { metadata, status: _, ...others }: Manifest,
  say: (fields: string) => string,
): string {
  const { name, namespace, labels, annotations } = metadata;
  const left: string[] = [];
  const written = withoutMasked(
    { metadata: { name, namespace, labels, annotations }, ...others },
    left,
  );
  const { apiVersion, kind, ...rest } = written as JsonObject;
  const text = stringify({ apiVersion, kind, ...rest });
  return left.length === 0 ? text : `# ${say(left.join(', '))}\n${text}`;
}

/** In a list each item keeps its place: there the mask stays, and is named as well. */
function withoutMasked(
  value: JsonValue,
  left: string[],
  path = '',
): JsonValue | undefined {
  if (typeof value === 'string') {
    const masked =
      storedSecretPath(value) !== undefined || value.includes(MASK);
    if (masked) left.push(path);
    return masked ? undefined : value;
  }
  if (Array.isArray(value)) {
    return value.map(
      (item, index) => withoutMasked(item, left, `${path}[${index}]`) ?? MASK,
    );
  }
  if (!isObject(value)) return value;
  const kept = Object.entries(value).map(([key, item]) => [
    key,
    item === undefined
      ? undefined
      : withoutMasked(item, left, path ? `${path}.${key}` : key),
  ]);
  return Object.fromEntries(kept.filter(([, item]) => item !== undefined));
}
