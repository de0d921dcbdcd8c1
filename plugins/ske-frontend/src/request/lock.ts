import type { UiSchema } from '@rjsf/utils';
import { isObject } from '@syntasso/plugin-ske-common';

/** Why a field is locked, in words; with the author's own reason, if there is one. */
type Why = (reason: string | undefined) => string;

/**
 * Locks what an update cannot change: name, namespace, and every field that a
 * rule of the Promise's API forbids to change once it has a value.
 *
 * @param present - what is there now
 * @param also - more fields of the form itself
 */
export function locked(
  uiSchema: UiSchema,
  present: unknown,
  why: Why,
  also: string[] = [],
): UiSchema {
  const all = lockImmutable(uiSchema, present, why);
  for (const name of ['objname', 'objnamespace', ...also]) {
    all[name] = { ...all[name], ...lock(why(undefined)) };
  }
  return all;
}

const lock = (why: string) => ({
  'ui:readonly': true,
  'ui:disabled': true,
  'ui:description': why,
});

function lockImmutable(node: UiSchema, present: unknown, why: Why): UiSchema {
  const result: UiSchema = {};
  const values: Record<string, unknown> = isObject(present) ? present : {};
  for (const [key, value] of Object.entries(node)) {
    result[key] =
      isObject(value) && !key.startsWith('ui:')
        ? lockImmutable(value as UiSchema, values[key], why)
        : value;
  }
  const { immutable, reason } = node['ui:options'] ?? {};
  const holds = immutable === 'once' ? present !== undefined : immutable;
  return holds ? { ...result, ...lock(why(reason as string)) } : result;
}
