import { isDeepStrictEqual } from 'node:util';
import { isObject } from '@syntasso/plugin-ske-common';

/**
 * Whether a value contains everything that another one has. It may have more, such as
 * the defaults that the API server adds to what somebody wrote.
 */
export function containsAll(part: unknown, whole: unknown): boolean {
  if (isObject(part) && isObject(whole)) {
    return Object.entries(part).every(([key, value]) =>
      containsAll(value, whole[key]),
    );
  }
  if (Array.isArray(part) && Array.isArray(whole)) {
    return (
      part.length === whole.length &&
      part.every((value, index) => containsAll(value, whole[index]))
    );
  }
  return isDeepStrictEqual(part, whole);
}
