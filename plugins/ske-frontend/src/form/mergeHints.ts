import { ADDITIONAL_PROPERTY_FLAG } from '@rjsf/utils';
import type { JsonObject, JsonValue } from '@backstage/types';
import { isObject } from '@syntasso/plugin-ske-common';

/** rjsf makes a property of each entry that a map has; a map has none of its own. */
function ownProperties(
  schema: JsonObject,
  properties: JsonValue | undefined,
): JsonValue | undefined {
  if (!isObject(properties) || !isObject(schema.additionalProperties)) {
    return properties;
  }
  const ownEntries = Object.entries(properties).filter(
    ([, child]) => !(isObject(child) && child[ADDITIONAL_PROPERTY_FLAG]),
  );
  return ownEntries.length > 0
    ? (Object.fromEntries(ownEntries) as JsonObject)
    : undefined;
}

/** The scaffolder takes `ui:` keys out of the schema and hands them on beside it. */
export function mergeHints(
  schema: JsonObject,
  hints: JsonObject | undefined,
): JsonObject {
  if (!hints) return schema;
  const hintEntries = Object.entries(hints).filter(([key]) =>
    key.startsWith('ui:'),
  );
  const { properties: allProperties, items, ...others } = schema;
  const properties = ownProperties(schema, allProperties);
  return {
    ...others,
    ...Object.fromEntries(hintEntries),
    ...(isObject(properties)
      ? {
          properties: Object.fromEntries(
            Object.entries(properties).map(([key, child]) => [
              key,
              isObject(child)
                ? mergeHints(
                    child,
                    Object.hasOwn(hints, key)
                      ? (hints[key] as JsonObject)
                      : undefined,
                  )
                : child,
            ]),
          ),
        }
      : {}),
    ...(isObject(items)
      ? { items: mergeHints(items, hints.items as JsonObject | undefined) }
      : {}),
  };
}
