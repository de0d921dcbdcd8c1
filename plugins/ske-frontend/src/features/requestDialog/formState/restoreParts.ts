import { deepEquals } from '@rjsf/utils';
import type { JsonObject, JsonValue } from '@backstage/types';
import { isObject } from '@syntasso/plugin-ske-common';
import { itemIdentity } from '../../../form/fieldSchema';
import { isHiddenSecret } from '../../../form/hiddenSecret';
import { lockOf } from '../../../form/lock';
import { childOf, valueAt, type Path } from '../../../form/values';

/** What an earlier request asked for, as far as it can be asked for again. */
export interface RestoredParts {
  parts: JsonObject;
  /** Fields that cannot be changed any more, and keep what they have. */
  locked: Path[];
  /** Secrets that stay as they are: no request keeps them. */
  kept: Path[];
  /** Secrets that the request had and the object has not. */
  missing: Path[];
}

/**
 * Brings back the parts of an earlier request. What an update cannot change keeps its
 * present value, and so do secrets; in a list those of the item by the same name.
 *
 * @param schema - of the form, with its `ui:` keys
 * @param present - the parts of the object, with what stands for its secrets
 * @param earlier - the parts of the request, its secrets masked
 */
export function restoreParts(
  schema: JsonObject,
  present: JsonObject,
  earlier: JsonObject,
): RestoredParts {
  const locked: Path[] = [];
  const kept: Path[] = [];
  const missing: Path[] = [];
  /** @param presentPath - where the object has the same; undefined: nowhere */
  const restore = (
    was: JsonValue | undefined,
    node: JsonObject | undefined,
    path: Path,
    presentPath: Path | undefined,
  ): JsonValue | undefined => {
    const now = presentPath && valueAt(present, presentPath);
    if (node && presentPath && lockOf(node, present, presentPath)) {
      if (!deepEquals(now, was)) locked.push(path);
      return now;
    }
    if (isHiddenSecret(was) || (was === undefined && isHiddenSecret(now))) {
      const hasSecret = isHiddenSecret(now);
      (hasSecret ? kept : missing).push(path);
      return hasSecret ? now : undefined;
    }
    if (Array.isArray(was)) {
      return was.flatMap((item, index) => {
        const found = indexOfSame(node, now, item);
        const restored = restore(
          item,
          isObject(node?.items) ? node.items : undefined,
          [...path, String(index)],
          presentPath && found >= 0
            ? [...presentPath, String(found)]
            : undefined,
        );
        return restored === undefined ? [] : [restored];
      });
    }
    // What was not asked for may have fields that cannot be changed, and secrets.
    const fields = was === undefined && isObject(now) ? {} : was;
    if (!isObject(fields)) return fields;
    const names = new Set([
      ...Object.keys(fields),
      ...Object.keys(isObject(now) ? now : {}),
    ]);
    const entries = [...names].flatMap(name => {
      const restored = restore(
        Object.hasOwn(fields, name) ? fields[name] : undefined,
        node && childOf(node, name),
        [...path, name],
        presentPath && [...presentPath, name],
      );
      return restored === undefined ? [] : [[name, restored] as const];
    });
    // A part such as the spec stays, if only as an empty object.
    const isNeeded = was !== undefined || entries.length > 0 || path.length < 2;
    return isNeeded ? Object.fromEntries(entries) : undefined;
  };
  const restoredParts = restore(earlier, schema, [], []);
  return {
    parts: isObject(restoredParts) ? restoredParts : {},
    locked,
    kept,
    missing,
  };
}

/** Where a list has the item of the same identity; -1 where nobody can tell. */
function indexOfSame(
  listSchema: JsonObject | undefined,
  list: JsonValue | undefined,
  item: JsonValue,
): number {
  if (!Array.isArray(list)) return -1;
  const identityOf = (candidate: JsonValue) =>
    itemIdentity(listSchema ?? {}, candidate) ??
    (isObject(candidate) && typeof candidate.name === 'string'
      ? candidate.name
      : undefined);
  const identity = identityOf(item);
  if (identity === undefined) return -1;
  const places = list.flatMap((candidate, index) =>
    identityOf(candidate) === identity ? [index] : [],
  );
  // Of two by the same name nobody knows which one has the secret.
  return places.length === 1 ? places[0] : -1;
}
