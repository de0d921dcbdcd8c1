import type { JsonObject } from '@backstage/types';
import { isObject } from '@syntasso/plugin-ske-common';
import { deepEquals } from '@rjsf/utils';

/** A field that both have changed, to something else each. */
export interface BothChanged {
  /** Such as `size` or `users.anna.role`. */
  path: string;
  before: unknown;
  theirs: unknown;
  mine: unknown;
}

/**
 * Puts one's own changes on top of what somebody else has made of the same
 * object. Fields are merged one by one, lists as a whole; where both have changed
 * a field, mine is taken and the field is named.
 *
 * @param before - what both began with
 */
export function mineOnTop(
  before: JsonObject,
  theirs: JsonObject,
  mine: JsonObject,
): { merged: JsonObject; both: BothChanged[] } {
  const both: BothChanged[] = [];
  const merge = (
    from: unknown,
    their: unknown,
    my: unknown,
    path: string,
  ): unknown => {
    if (deepEquals(my, from)) return their;
    if (deepEquals(their, from) || deepEquals(my, their)) return my;
    if (!isObject(their) || !isObject(my)) {
      both.push({ path, before: from, theirs: their, mine: my });
      return my;
    }
    const start = isObject(from) ? from : {};
    const merged: Record<string, unknown> = {};
    for (const key of new Set([...Object.keys(their), ...Object.keys(my)])) {
      const value = merge(
        own(start, key),
        own(their, key),
        own(my, key),
        path ? `${path}.${key}` : key,
      );
      if (value !== undefined) merged[key] = value;
    }
    return merged;
  };
  return { merged: merge(before, theirs, mine, '') as JsonObject, both };
}

/** Not what every object has by inheritance, such as `toString`. */
const own = (object: object, key: string): unknown =>
  Object.hasOwn(object, key) ? object[key as keyof object] : undefined;
