import type { UiSchema } from '@rjsf/utils';

/**
 * Locks what an update cannot change: name, namespace, and every field whose
 * CEL rule forbids it.
 */
export function locked(
  uiSchema: UiSchema,
  why: string,
  also?: string[],
): UiSchema {
  const all = lockImmutable(uiSchema, why);
  for (const name of ['objname', 'objnamespace', ...(also ?? [])]) {
    all[name] = { ...all[name], ...lock(why) };
  }
  return all;
}

const lock = (why: string) => ({
  'ui:readonly': true,
  'ui:disabled': true,
  'ui:description': why,
});

function lockImmutable(node: UiSchema, why: string): UiSchema {
  const result: UiSchema = {};
  for (const [key, value] of Object.entries(node)) {
    result[key] =
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      !key.startsWith('ui:')
        ? lockImmutable(value as UiSchema, why)
        : value;
  }
  return node['ui:options']?.immutable === true
    ? { ...result, ...lock(why) }
    : result;
}
