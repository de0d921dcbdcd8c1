import type { JsonObject, JsonValue } from '@backstage/types';
import { isObject } from '../kubernetes/json';

/**
 * An object with a patch in it: maps merge, lists and single values replace, null deletes.
 *
 * Source: RFC 7386, JSON Merge Patch.
 */
export function mergePatch(
  target: JsonValue | undefined,
  patch: JsonObject,
): JsonObject {
  const base: JsonObject = isObject(target) ? target : {};
  const merged = new Map<string, JsonValue | undefined>(Object.entries(base));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else
      merged.set(
        key,
        isObject(value) ? mergePatch(merged.get(key), value) : value,
      );
  }
  return Object.fromEntries(merged);
}
