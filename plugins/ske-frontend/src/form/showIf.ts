import { createContext, useContext } from 'react';
import type { JsonObject, JsonValue } from '@backstage/types';
import { isObject, readFieldPath } from '@syntasso/plugin-ske-common';
import { deepEquals } from '@rjsf/utils';
import { optionsOf } from './fieldSchema';
import { schemaUnder, valueAt, type Path } from './values';

/** What is filled in, for the few fields that depend on another one. */
interface RequestValue {
  value: JsonValue | undefined;
  /** From the request to the value. */
  prefix: Path;
  schema: JsonObject;
}

const Context = createContext<RequestValue>({
  value: undefined,
  prefix: [],
  schema: {},
});

/** Tells fields of all that is filled in. */
export const RequestValueProvider = Context.Provider;

/** Whether a field waits for another one to have some value. */
export const isConditional = (schema: JsonObject) =>
  isObject(optionsOf(schema).showIf);

/**
 * Whether the field that another one depends on has the value that it wants.
 * Draws whoever asks anew with each change of the form.
 *
 * @param path - of the field that is shown or not
 */
export function useIsWanted(schema: JsonObject, path: Path): boolean {
  const { value, prefix, schema: root } = useContext(Context);
  const { showIf } = optionsOf(schema);
  return isWanted(showIf, [...prefix, ...path], otherPath => {
    const place = otherPath.slice(prefix.length);
    // Nothing given means what the server takes then.
    return valueAt(value, place) ?? defaultAt(root, place);
  });
}

function defaultAt(root: JsonObject, path: Path): JsonValue | undefined {
  let node: JsonObject | undefined = root;
  for (const key of path) {
    if (!node) return undefined;
    node = schemaUnder(node, key);
  }
  return node?.default;
}

/**
 * Whether a condition holds.
 *
 * @param path - of the field that has it, within the request
 * @param at - the value at a path of the request
 */
export function isWanted(
  showIf: JsonValue | undefined,
  path: Path,
  at: (path: Path) => JsonValue | undefined,
): boolean {
  if (!isObject(showIf) || typeof showIf.field !== 'string') return true;
  const steps = readFieldPath(showIf.field);
  if (!steps) return true;
  const otherPath = steps.map((step, index) =>
    // The item or the entry that the field itself is in.
    typeof step === 'string' ? path[index + 1] : step.name,
  );
  if (otherPath.includes(undefined as never)) return true;
  const value = at(['spec', ...(otherPath as string[])]);
  if (Array.isArray(showIf.in)) {
    return showIf.in.some(allowedValue => deepEquals(allowedValue, value));
  }
  if (typeof showIf.present === 'boolean') {
    return (value !== undefined) === showIf.present;
  }
  return deepEquals(showIf.equals, value);
}
