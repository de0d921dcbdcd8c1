import { z } from 'zod';

type Schema = z.core.$ZodType;

/**
 * All keys that a schema has, with those below them: `scm`, `scm.token`,
 * `offerings.kinds[].group`. Of a union, those of each of its options.
 *
 * @public
 */
export function listKeys(schema: Schema, prefix = ''): string[] {
  const core = withoutWrapping(schema);
  if (core instanceof z.ZodArray) return listKeys(core.element, `${prefix}[]`);
  if (core instanceof z.ZodUnion) {
    const options: readonly Schema[] = core.options;
    return [...new Set(options.flatMap(option => listKeys(option, prefix)))];
  }
  if (!(core instanceof z.ZodObject)) return [];
  return Object.entries<Schema>(core.shape).flatMap(([key, value]) => {
    const path = prefix ? `${prefix}.${key}` : key;
    return [path, ...listKeys(value, path)];
  });
}

/**
 * The key that somebody may have meant: one that is written alike beside it, else one
 * with the same name elsewhere.
 *
 * @param known - as {@link listKeys} has them
 * @param parent - where the key is, `''` at the top
 */
export function findMeantKey(
  known: string[],
  parent: string,
  key: string,
): string | undefined {
  const [nearest] = keysBeside(known, parent)
    .map(name => ({ name, distance: distanceOf(name, key) }))
    .filter(({ name, distance }) => distance <= Math.max(1, name.length / 3))
    .sort((a, b) => a.distance - b.distance);
  if (nearest) return parent ? `${parent}.${nearest.name}` : nearest.name;
  const elsewhere = known.filter(
    path =>
      !path.includes('[]') &&
      path.split('.').at(-1)!.toLowerCase() === key.toLowerCase(),
  );
  return elsewhere.length === 1 ? elsewhere[0] : undefined;
}

/** The names of the keys directly below one. */
export function keysBeside(known: string[], parent: string): string[] {
  const prefix = parent ? `${parent}.` : '';
  return known
    .filter(path => path.startsWith(prefix))
    .map(path => path.slice(prefix.length))
    .filter(name => name !== '' && !/[.[]/.test(name));
}

/** The schema of what is in a value, without what is done to it before or after. */
function withoutWrapping(schema: Schema): Schema {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
  ) {
    return withoutWrapping(schema.unwrap());
  }
  if (schema instanceof z.ZodPipe) {
    const inner: Schema =
      schema.in instanceof z.ZodTransform ? schema.out : schema.in;
    return withoutWrapping(inner);
  }
  return schema;
}

/** How many letters have to be changed, added or left out (Levenshtein), whatever their case. */
function distanceOf(one: string, other: string): number {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(
        row[j] + 1,
        next[j - 1] + 1,
        row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
    }
    row = next;
  }
  return row[b.length];
}
