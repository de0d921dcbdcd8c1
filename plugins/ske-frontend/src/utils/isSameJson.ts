import type { JsonValue } from '@backstage/types';
import { isObject } from '@syntasso/plugin-ske-common';

/** Whether two values say the same, whatever the order of their keys is. */
export function isSameJson(
  one: JsonValue | undefined,
  other: JsonValue | undefined,
): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return (
      one.length === other.length &&
      one.every((item, index) => isSameJson(item, other[index]))
    );
  }
  if (!isObject(one) || !isObject(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every(
      key => Object.hasOwn(other, key) && isSameJson(one[key], other[key]),
    )
  );
}
