import type { JsonObject, JsonValue } from '@backstage/types';
import { asNumber } from '@syntasso/plugin-ske-common';
import { itemIdentity, optionsOf } from './fieldSchema';
import { valueAt, withValueAt, type Path } from './values';

/** What stands for "no reason given": the form says it in the reader's language. */
export const NO_REASON = ' ';

/**
 * Why an update cannot change a field: a rule of the Promise's API forbids it,
 * from the beginning or once there is a value. Undefined where it may.
 *
 * @param base - what the update changes; undefined for a request
 * @returns the author's own words, or {@link NO_REASON}
 */
export function lockOf(
  schema: JsonObject,
  base: JsonValue | undefined,
  path: Path,
): string | undefined {
  const { immutable, ruleLevels, emptyIsNothing, reason } = optionsOf(schema);
  // The API server evaluates a rule only if the object that declares it was there.
  const levels = immutable === 'always' ? asNumber(ruleLevels) ?? 1 : 0;
  const place = path.slice(0, path.length - levels);
  const valueBefore = valueAt(base, place);
  const wasThere =
    valueBefore !== undefined &&
    !(emptyIsNothing === true && isEmpty(valueBefore));
  const isFixed = (immutable === 'always' || immutable === 'once') && wasThere;
  const isLocked =
    isFixed || schema['ui:readonly'] === true || schema['ui:disabled'] === true;
  if (!isLocked) return undefined;
  return typeof reason === 'string' && reason !== '' ? reason : NO_REASON;
}

const isEmpty = (value: JsonValue): boolean =>
  value === '' ||
  value === 0 ||
  value === null ||
  (typeof value === 'object' && Object.keys(value).length === 0);

/**
 * The object that an update changes, as seen from one item of a list: at the
 * item's index is the old item with the same list-map keys; nothing if it is new.
 *
 * @param path - of the item
 * @param identity - see {@link itemIdentity}
 */
export function baseOfItem(
  listSchema: JsonObject,
  base: JsonValue | undefined,
  path: Path,
  identity: string | undefined,
): JsonValue | undefined {
  const itemsBefore = valueAt(base, path.slice(0, -1));
  if (!Array.isArray(itemsBefore)) return base;
  const sameItem =
    identity === undefined
      ? undefined
      : itemsBefore.find(item => itemIdentity(listSchema, item) === identity);
  return withValueAt(base, path, sameItem);
}
