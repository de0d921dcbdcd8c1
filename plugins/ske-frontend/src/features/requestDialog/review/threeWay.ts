import type { JsonObject } from '@backstage/types';
import {
  isObject,
  secretNameOf,
  pathOfStoredSecretMark,
} from '@syntasso/plugin-ske-common';
import { deepEquals } from '@rjsf/utils';
import { schemaUnder } from '../../../form/values';

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
 * object. Fields are merged one by one, and so are the items of a list that have
 * names, and of a set; any other list is taken as a whole. Where both have changed a
 * field, mine is taken and the field is named.
 *
 * @param before - what both began with
 * @param schema - of all three; default: nothing is known of lists
 */
export function mergeMineOntoTheirs(
  before: JsonObject,
  theirs: JsonObject,
  mine: JsonObject,
  schema: JsonObject = {},
): { merged: JsonObject; both: BothChanged[] } {
  const bothChanged: BothChanged[] = [];
  const merge = (
    [from, their, my]: Versions,
    at: { path: string; schema: JsonObject | undefined },
  ): unknown => {
    if (deepEquals(my, from)) return their;
    if (deepEquals(their, from) || deepEquals(my, their)) return my;
    // What stands for a secret is another text when its list has changed.
    if (isMasked(their) && isMasked(from)) return my;
    const lists = listVersions([from, their, my], at.schema);
    const merged = lists && mergeLists(lists, at);
    if (merged) return merged;
    if (!isObject(their) || !isObject(my)) {
      bothChanged.push({
        path: at.path,
        before: from,
        theirs: their,
        mine: my,
      });
      return my;
    }
    const start = isObject(from) ? from : {};
    const fields: Record<string, unknown> = {};
    for (const key of new Set([...Object.keys(their), ...Object.keys(my)])) {
      const value = merge(
        [ownValue(start, key), ownValue(their, key), ownValue(my, key)],
        {
          path: at.path ? `${at.path}.${key}` : key,
          schema: at.schema && schemaUnder(at.schema, key),
        },
      );
      if (value !== undefined) fields[key] = value;
    }
    return fields;
  };
  /** Undefined where I have put items into another order. */
  const mergeLists = (
    [from, their, my]: ListVersion[],
    at: { path: string; schema: JsonObject | undefined },
  ): unknown[] | undefined => {
    const mineOfBefore = [...my.keys()].filter(id => from.has(id));
    const stillThere = [...from.keys()].filter(id => my.has(id));
    if (!deepEquals(mineOfBefore, stillThere)) return undefined;
    return mergeOrder([...their.keys()], [...my.keys()]).flatMap(id => {
      const value = merge([from.get(id), their.get(id), my.get(id)], {
        path: `${at.path}.${id}`,
        schema: isObject(at.schema?.items) ? at.schema.items : undefined,
      });
      return value === undefined ? [] : [value];
    });
  };
  const merged = merge([before, theirs, mine], { path: '', schema });
  return { merged: merged as JsonObject, both: bothChanged };
}

/** A value before, theirs, and mine. */
type Versions = [unknown, unknown, unknown];

/** The items of a list, by what tells each from the others. */
type ListVersion = Map<string, unknown>;

/** Their order, with each item that only I have behind the one that it follows in mine. */
function mergeOrder(their: string[], my: string[]): string[] {
  const order = [...their];
  my.forEach((id, index) => {
    if (order.includes(id)) return;
    const idsBefore = my.slice(0, index).reverse();
    const neighbour = idsBefore.find(otherId => order.includes(otherId));
    order.splice(
      neighbour === undefined ? 0 : order.indexOf(neighbour) + 1,
      0,
      id,
    );
  });
  return order;
}

const USUAL_KEYS = ['name', 'id', 'key'];

/** Undefined unless one way tells the items of all three lists apart. */
function listVersions(
  versions: Versions,
  schema: JsonObject | undefined,
): ListVersion[] | undefined {
  const lists = versions.map(version => version ?? []);
  if (!lists.every(Array.isArray)) return undefined;
  for (const identify of waysToIdentify(schema)) {
    const itemsById = lists.map((list: unknown[]) => {
      const ids = list
        .map(identify)
        .filter((id): id is string => typeof id === 'string' && !isMasked(id));
      return new Set(ids).size === list.length
        ? new Map(ids.map((id, index) => [id, list[index]]))
        : undefined;
    });
    const [from, their, my] = itemsById;
    if (from && their && my) return [from, their, my];
  }
  return undefined;
}

/** By the keys of a map, as texts of a set, or by what is usual for names. */
function waysToIdentify(
  schema: JsonObject | undefined,
): ((item: unknown) => unknown)[] {
  const keys = schema?.['x-kubernetes-list-map-keys'];
  switch (schema?.['x-kubernetes-list-type']) {
    case 'set':
      return [item => item];
    case 'atomic':
      return [];
    case 'map':
      return Array.isArray(keys) && keys.length === 1
        ? [keyed(String(keys[0]))]
        : [];
    default:
      return USUAL_KEYS.map(keyed);
  }
}

const keyed = (key: string) => (item: unknown) =>
  isObject(item) ? ownValue(item, key) : undefined;

/** Whether a value stands for a secret of the platform, or for one that was typed. */
const isMasked = (value: unknown) =>
  secretNameOf(value) !== undefined ||
  pathOfStoredSecretMark(value) !== undefined;

/** Not what every object has by inheritance, such as `toString`. */
const ownValue = (object: object, key: string): unknown =>
  Object.hasOwn(object, key) ? object[key as keyof object] : undefined;
