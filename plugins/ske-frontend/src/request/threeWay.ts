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
 * object. Fields are merged one by one, and so are the items of a list that are told
 * apart by a name or are texts; any other list is taken as a whole. Where both have
 * changed a field, mine is taken and the field is named.
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
    const lists = [from ?? [], their, my].map(itemsByIdentity);
    if (lists.every(items => items !== undefined)) {
      const merged = mergeLists(lists, path);
      if (merged) return merged;
    }
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
  /** Theirs with my items; undefined where I have put them into another order. */
  const mergeLists = (
    [from, their, my]: Map<string, unknown>[],
    path: string,
  ): unknown[] | undefined => {
    const mineOfBefore = [...my.keys()].filter(id => from.has(id));
    const stillThere = [...from.keys()].filter(id => my.has(id));
    if (!deepEquals(mineOfBefore, stillThere)) return undefined;
    return [...new Set([...their.keys(), ...my.keys()])].flatMap(id => {
      const value = merge(
        from.get(id),
        their.get(id),
        my.get(id),
        `${path}.${id}`,
      );
      return value === undefined ? [] : [value];
    });
  };
  return { merged: merge(before, theirs, mine, '') as JsonObject, both };
}

/** Not what every object has by inheritance, such as `toString`. */
const own = (object: object, key: string): unknown =>
  Object.hasOwn(object, key) ? object[key as keyof object] : undefined;

const IDENTIFIERS = ['name', 'id', 'key'];

/**
 * The items of a list by what tells them apart: themselves if they are texts, or the
 * first of name, id and key that each of them has. Undefined for anything else.
 */
function itemsByIdentity(list: unknown): Map<string, unknown> | undefined {
  if (!Array.isArray(list)) return undefined;
  const items: unknown[] = list;
  const ways = [
    (item: unknown) => item,
    ...IDENTIFIERS.map(
      key => (item: unknown) => isObject(item) ? own(item, key) : undefined,
    ),
  ];
  for (const identify of ways) {
    const ids = items.map(identify).filter(id => typeof id === 'string');
    if (ids.length === items.length && new Set(ids).size === ids.length) {
      return new Map(ids.map((id, index) => [id, items[index]]));
    }
  }
  return undefined;
}
