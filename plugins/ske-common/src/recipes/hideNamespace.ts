import type { JsonObject, JsonValue } from '@backstage/types';
import { at, isObject, mapValues } from '../kubernetes/json';

/** The parameter that a Template asks for the namespace with. */
const FIELD = 'objnamespace';

/** What stands for it in steps. */
export const NAMESPACE_PLACEHOLDER = `\${{ parameters.${FIELD} }}`;

const DUMPED = /\$\{\{\s*parameters\.objnamespace\s*\|\s*dump\s*\}\}/g;
const PLAIN = /\$\{\{\s*parameters\.objnamespace\s*\}\}/g;
const IN_EXPRESSION = /\bparameters\.objnamespace\b/g;

/** Whether a text depends on the namespace that a form asks for. */
export const hasNamespacePlaceholder = (text: unknown): boolean =>
  typeof text === 'string' && text.includes(`parameters.${FIELD}`);

/**
 * A Template that does not ask for the namespace: no page has the field, and every step
 * uses the given one. All steps, because a request that is recorded without its namespace
 * would wait for its Resource for ever, and a manifest would be written beside it.
 */
export function withoutNamespaceField(
  template: JsonObject,
  namespace: string,
): JsonObject {
  const spec: JsonObject = isObject(template.spec) ? template.spec : {};
  const { parameters, ...others } = spec;
  const filled = mapValues(others, value =>
    typeof value === 'string' ? fillNamespace(value, namespace) : undefined,
  ) as JsonObject;
  return {
    ...template,
    spec: {
      // In the order that it had.
      ...spec,
      ...filled,
      ...(parameters === undefined
        ? {}
        : { parameters: withoutField(parameters) }),
    },
  };
}

/** The namespace is a plain word, so it is no expression. */
const fillNamespace = (text: string, namespace: string): string =>
  text
    .replace(DUMPED, JSON.stringify(namespace))
    .replace(PLAIN, namespace)
    .replace(IN_EXPRESSION, `'${namespace}'`);

function withoutField(parameters: JsonValue): JsonValue {
  if (Array.isArray(parameters)) return parameters.map(withoutField);
  if (!isObject(parameters)) return parameters;
  const { required } = parameters;
  const properties = at(parameters, 'properties');
  if (!isObject(properties)) return parameters;
  const { [FIELD]: _, ...otherProperties } = properties;
  return {
    ...parameters,
    properties: otherProperties,
    ...(Array.isArray(required)
      ? { required: required.filter(name => name !== FIELD) }
      : {}),
  };
}
