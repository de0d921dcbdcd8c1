import type { JsonObject, JsonValue } from '@backstage/types';
import { optionsOf } from './model';
import { valueAt, type Path } from './values';

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
  const { immutable, reason } = optionsOf(schema);
  const fixed =
    base !== undefined &&
    (immutable === 'always' ||
      (immutable === 'once' && valueAt(base, path) !== undefined));
  const locked =
    fixed || schema['ui:readonly'] === true || schema['ui:disabled'] === true;
  if (!locked) return undefined;
  return typeof reason === 'string' && reason !== '' ? reason : NO_REASON;
}
