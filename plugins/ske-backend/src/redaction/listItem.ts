import { createHash } from 'node:crypto';
import type { JsonValue } from '@backstage/types';

/** The outermost list on a path, and the id of the item that the path leads into. */
export interface ListItem {
  list: JsonValue[];
  /** Where in the path its index is. */
  at: number;
  /** Which list it is in, and which item it is, each by all that is shown of it. */
  id: string;
}

/**
 * Finds the list that a path leads into.
 *
 * @param masked - an object without its secrets
 * @returns undefined where there is no list on the way
 */
export function listItemAt(
  masked: object,
  path: string[],
): ListItem | undefined {
  let value: unknown = masked;
  for (const [at, key] of path.entries()) {
    if (Array.isArray(value)) {
      const list = value as JsonValue[];
      const item = Object.hasOwn(list, key) ? list[Number(key)] : null;
      return { list, at, id: `${idOf(list)}${idOf(item)}` };
    }
    if (typeof value !== 'object' || value === null) return undefined;
    if (!Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return undefined;
}

/**
 * The path of the same item, in a list that somebody may have changed meanwhile.
 *
 * @param id - as {@link listItemAt} gave it when it was shown
 * @returns undefined where it cannot be decided which item it is now
 */
export function findListItem(
  masked: object,
  path: string[],
  id: string | undefined,
): string[] | undefined {
  const listItem = listItemAt(masked, path);
  if (!listItem) return id === undefined ? path : undefined;
  if (id === undefined) return undefined;
  if (listItem.id === id) return path;
  const { list, at } = listItem;
  // In the same list it is at its index, or nowhere.
  if (id.startsWith(idOf(list))) return undefined;
  const matchingIndexes = list.flatMap((item, index) =>
    id.endsWith(idOf(item)) ? [index] : [],
  );
  if (matchingIndexes.length !== 1) return undefined;
  return [
    ...path.slice(0, at),
    String(matchingIndexes[0]),
    ...path.slice(at + 1),
  ];
}

const LENGTH = 12;
const idsByValue = new WeakMap<object, string>();

function idOf(value: JsonValue): string {
  const cached = isKept(value) ? idsByValue.get(value) : undefined;
  if (cached) return cached;
  const id = createHash('sha256')
    .update(JSON.stringify(value))
    .digest('hex')
    .slice(0, LENGTH);
  if (isKept(value)) idsByValue.set(value, id);
  return id;
}

const isKept = (value: JsonValue): value is JsonValue & object =>
  typeof value === 'object' && value !== null;
