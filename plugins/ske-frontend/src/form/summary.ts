import type { JsonValue } from '@backstage/types';
import {
  isObject,
  secretNameOf,
  pathOfStoredSecretMark,
} from '@syntasso/plugin-ske-common';

const USUAL = ['name', 'id', 'key', 'host', 'title'];

/**
 * A few words that tell an item of a list from the others: what its list is
 * keyed by, its name, or the first value that it has.
 */
export function summaryOf(
  value: JsonValue | undefined,
  keys?: JsonValue,
): string | undefined {
  if (!isObject(value)) return undefined;
  const namedTexts = Array.isArray(keys)
    ? keys.flatMap(key => shownText(value[String(key)]) ?? [])
    : [];
  if (namedTexts.length > 0) return namedTexts.join(' ');
  const firstText =
    USUAL.map(key => shownText(value[key])).find(Boolean) ??
    Object.values(value).map(shownText).find(Boolean);
  return firstText;
}

function shownText(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string' || value === '') return undefined;
  if (secretNameOf(value) ?? pathOfStoredSecretMark(value)) return undefined;
  return value.length > 40 ? `${value.slice(0, 40)} …` : value;
}
