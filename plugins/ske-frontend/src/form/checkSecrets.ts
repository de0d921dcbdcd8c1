import type { JsonObject } from '@backstage/types';
import { SHORT_PATTERN_KEYWORD } from '@syntasso/plugin-ske-common';
import { matchesIfShort } from './validate';
import { forgetSecrets } from './secretValues';
import type { ValueProblem } from './valueProblem';
import { schemaUnder, valueAt } from './values';

/**
 * What the API says of a secret. The form's schema cannot say it: there the secret's
 * name stands for it.
 *
 * @param schema - of its field
 */
export function checkSecret(
  schema: JsonObject,
  value: string,
): Omit<ValueProblem, 'path'> | undefined {
  if (value === '') return undefined;
  const options = (schema['ui:options'] ?? {}) as Record<string, unknown>;
  const {
    minLength,
    maxLength,
    pattern,
    [SHORT_PATTERN_KEYWORD]: shortPattern,
  } = options;
  // As the server counts: characters, not the halves of some.
  const { length } = [...value];
  if (typeof minLength === 'number' && length < minLength) {
    return { key: 'dialog.secretShort', values: { count: String(minLength) } };
  }
  if (typeof maxLength === 'number' && length > maxLength) {
    return { key: 'dialog.secretLong', values: { count: String(maxLength) } };
  }
  if (typeof pattern === 'string' && !new RegExp(pattern, 'u').test(value)) {
    return { key: 'dialog.secretPattern', values: { pattern } };
  }
  if (
    typeof shortPattern === 'string' &&
    !matchesIfShort(shortPattern, value)
  ) {
    return { key: 'dialog.secretPattern', values: { pattern: shortPattern } };
  }
  return undefined;
}

/** The same for all secrets of a value that are written out, as in YAML. */
export function checkSecrets(
  schema: JsonObject,
  value: JsonObject,
): ValueProblem[] {
  const problems: ValueProblem[] = [];
  forgetSecrets(value, schema, (path, name) => {
    const text = valueAt(value, path);
    if (name !== undefined || typeof text !== 'string') return;
    const field = path.reduce<JsonObject | undefined>(
      (node, key) => node && schemaUnder(node, key),
      schema,
    );
    const problem = field && checkSecret(field, text);
    if (problem) problems.push({ path, ...problem });
  });
  return problems;
}
