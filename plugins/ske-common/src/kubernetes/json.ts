import type { JsonObject, JsonValue } from '@backstage/types';

/** Whether a value of unknown origin is a JSON object (not an array, not null). @public */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value when it is a non-empty string. @public */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The value when it is a finite number. @public */
export function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value)
    ? value
    : undefined;
}

/** Follows a path of keys through JSON of unknown shape. @public */
export function at(value: unknown, ...path: string[]): JsonValue | undefined {
  let current: unknown = value;
  for (const key of path) {
    if (!isObject(current) || !Object.hasOwn(current, key)) return undefined;
    current = current[key];
  }
  return current as JsonValue | undefined;
}

/** The elements of a list that are objects; nothing for anything else. @public */
export function objectsOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/**
 * The same value with others in some places.
 *
 * @param replace - asked for each value from the top; undefined leaves it, and
 * asks for what is in it. Paths are such as `spec.users[0].name`
 * @public
 */
export function mapValues(
  value: JsonValue,
  replace: (value: JsonValue, path: string) => JsonValue | undefined,
  path = '',
): JsonValue {
  const replacement = replace(value, path);
  if (replacement !== undefined) return replacement;
  if (Array.isArray(value)) {
    return value.map((item, index) =>
      mapValues(item, replace, `${path}[${index}]`),
    );
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      mapValues(item!, replace, path ? `${path}.${key}` : key),
    ]),
  );
}
