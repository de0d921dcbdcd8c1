import type { UiSchema } from '@rjsf/utils';
import type { JsonObject, JsonValue } from '@backstage/types';
import { isObject } from '@syntasso/plugin-ske-common';

/** A schema without its `ui:` keys, and those by where they were, as forms of the scaffolder want it. */
export function splitHints(schema: JsonObject): [JsonObject, UiSchema] {
  const bareSchema: JsonObject = {};
  const hints: UiSchema = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key.startsWith('ui:')) hints[key] = value;
    else if (key === 'properties' && isObject(value)) {
      const children = Object.entries(value).map(
        ([name, child]) => [name, split(child)] as const,
      );
      bareSchema.properties = Object.fromEntries(
        children.map(([name, [child]]) => [name, child]),
      );
      for (const [name, [, inner]] of children) hints[name] = inner;
    } else if (key === 'items' && isObject(value)) {
      const [items, inner] = splitHints(value);
      bareSchema.items = items;
      hints.items = inner;
    } else bareSchema[key] = value;
  }
  return [bareSchema, hints];
}

const split = (
  child: JsonValue | undefined,
): [JsonValue | undefined, UiSchema] =>
  isObject(child) ? splitHints(child) : [child, {}];
