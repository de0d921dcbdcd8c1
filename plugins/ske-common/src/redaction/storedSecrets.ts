import type { JsonObject, JsonValue } from '@backstage/types';
import { mapValues } from '../kubernetes/json';
import { mayBeSecret } from './looksSecret';
import { holdsSecret, mapSecretsOf } from './mapSecrets';
import { MASK } from './masks';
import { isSecretPlace, mapItems, pathOf, ROOT, type Place } from './places';

/**
 * What stands for a secret that the platform has, in what is shown of an object:
 * sent back in the same object, it means that the secret stays as it is.
 *
 * @param path - where the object has it, such as `['spec', 'password']`
 * @param item - in a list: what tells its item from others, as letters and digits.
 * The list may be another one by the time it is sent back
 * @public
 */
export const storedSecretMark = (path: string[], item?: string) =>
  `${MASK} ${path
    .map(part => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')}${item ? ` (${item})` : ''}`;

/** The path in a {@link storedSecretMark}; undefined for any other value. @public */
export function pathOfStoredSecretMark(value: unknown): string[] | undefined {
  if (typeof value !== 'string' || !value.startsWith(`${MASK} /`)) {
    return undefined;
  }
  return value
    .slice(MASK.length + 2)
    .replace(ITEM, '')
    .split('/')
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** What tells an item of a list from others, at the end of a {@link storedSecretMark}. */
const ITEM = / \(([a-z0-9]+)\)$/;

/** A value with {@link MASK} for each {@link storedSecretMark}, to be looked at. @public */
export const maskStoredSecretMarks = <T extends object>(value: T): T =>
  mapValues(value as JsonObject, item =>
    pathOfStoredSecretMark(item) === undefined ? undefined : MASK,
  ) as T;

/**
 * Puts the platform's secrets where a value has what stands for them: a
 * {@link storedSecretMark}, or {@link MASK} for the one at the same place. One that
 * was moved is put only where a secret belongs, so that nobody gets to read it.
 *
 * @param stored - what the platform has at a path; of a list, the item that was shown
 * @param path - of the value itself
 * @returns the value, and the paths at which nothing is stored
 * @public
 */
export function fillStoredSecrets(
  value: JsonValue,
  schema: JsonObject | undefined,
  stored: (path: string[], item?: string) => JsonValue | undefined,
  path: string[],
): { value: JsonValue; missing: string[] } {
  const missing: string[] = [];
  const fill = (
    from: string[],
    place: Place,
    item: string | undefined,
    isSecretHere: (value: JsonValue) => boolean,
  ) => {
    const storedValue = stored(from, item);
    // What would be shown in its new place would be given away.
    if (storedValue !== undefined && isSecretHere(storedValue)) {
      return storedValue;
    }
    missing.push(below(path, place).join('.'));
    return '';
  };
  const inPlace = mapSecretsOf(
    value,
    { schema },
    ROOT,
    (secret, { place, isSecretHere }) => {
      const from =
        secret === MASK ? below(path, place) : pathOfStoredSecretMark(secret);
      return from ? fill(from, place, itemOf(secret), isSecretHere) : secret;
    },
  );
  const filledValue = mapStored(inPlace, ROOT, (from, place, item) => {
    const to = below(path, place);
    // As text, since a key may have a slash in it.
    if (!from || storedSecretMark(from) === storedSecretMark(to)) {
      return fill(to, place, item, storedValue =>
        isSecretAt(place, storedValue),
      );
    }
    missing.push(to.join('.'));
    return '';
  });
  return { value: filledValue, missing };
}

const isSecretAt = (place: Place, value: JsonValue) =>
  isSecretPlace(place, value) || holdsSecret(place.field, value);

const itemOf = (value: JsonValue): string | undefined =>
  typeof value === 'string' ? ITEM.exec(value)?.[1] : undefined;

function mapStored(
  value: JsonValue,
  place: Place,
  /** Given the path in what stands for it; a bare mask has none. */
  replace: (
    from: string[] | undefined,
    place: Place,
    item?: string,
  ) => JsonValue,
): JsonValue {
  const from = pathOfStoredSecretMark(value);
  if (from) return replace(from, place, itemOf(value));
  // Nobody's password is asterisks: somebody sends what they were shown.
  if (
    value === MASK &&
    (isSecretPlace(place, value) || mayBeSecret(place.field))
  ) {
    return replace(undefined, place);
  }
  if (typeof value !== 'object' || value === null) return value;
  return mapItems(value as JsonObject, place, (item, itemPlace) =>
    mapStored(item, itemPlace, replace),
  );
}

/** The whole path of a place in a value that is itself at `path`. */
const below = (path: string[], place: Place) => [...path, ...pathOf(place)];
