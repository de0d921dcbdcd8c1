import type { JsonObject, JsonValue } from '@backstage/types';

/**
 * What the platform team calls a value that the API lists; undefined where they call it
 * as it is written.
 */
export function choiceLabel(
  schema: JsonObject,
  value: JsonValue | undefined,
): string | undefined {
  const names = schema['ui:enumNames'] ?? schema.enumNames;
  if (!Array.isArray(schema.enum) || !Array.isArray(names)) return undefined;
  const text = JSON.stringify(value);
  const index = schema.enum.findIndex(
    choice => JSON.stringify(choice) === text,
  );
  const name = names[index];
  return typeof name === 'string' && name !== '' && name !== String(value)
    ? name
    : undefined;
}
