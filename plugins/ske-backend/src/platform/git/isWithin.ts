import { isDeepStrictEqual } from 'node:util';
import { isObject } from '@syntasso/plugin-ske-common';

/**
 * Whether everything that one value says is so in another, which may say more:
 * what somebody wrote, in what the API server made of it with its defaults.
 */
export function isWithin(part: unknown, whole: unknown): boolean {
  if (isObject(part) && isObject(whole)) {
    return Object.entries(part).every(([key, value]) =>
      isWithin(value, whole[key]),
    );
  }
  if (Array.isArray(part) && Array.isArray(whole)) {
    return (
      part.length === whole.length &&
      part.every((value, index) => isWithin(value, whole[index]))
    );
  }
  return isDeepStrictEqual(part, whole);
}
