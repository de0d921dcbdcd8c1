import type { JsonObject } from '@backstage/types';
import { mapValues } from '../kubernetes/json';
import { MASK } from '../redaction/masks';
import { SECRET_FIELD, SHORT_PATTERN_KEYWORD } from './keywords';

/**
 * What a form has in place of a secret: the name that it has among the secrets
 * of the task. The value itself is in no form, no parameter and no draft.
 *
 * @public
 */
export const secretPlaceholder = (name: string) => `ske-secret:${name}`;

const PLACEHOLDER = /^ske-secret:(SKE_FIELD_[A-Za-z0-9]{1,40})$/;

/** Name of a secret that a form asks for, from something random. @public */
export const secretName = (random: string) =>
  `SKE_FIELD_${random.replace(/[^A-Za-z0-9]/g, '').slice(0, 40)}`;

/** The name in a placeholder; undefined for any other value. @public */
export const secretNameOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? PLACEHOLDER.exec(value)?.[1] : undefined;

/** Keywords that limit the secret itself; the form holds only its placeholder. */
const LIMITS = ['minLength', 'maxLength', 'pattern', SHORT_PATTERN_KEYWORD];

/**
 * The field of a secret. Its limits are for the value, and what the form has is
 * only a name: so they are for the field to check.
 */
export function secretField(schema: JsonObject): JsonObject {
  const limits = Object.fromEntries(
    LIMITS.filter(key => schema[key] !== undefined).map(key => [
      key,
      schema[key],
    ]),
  );
  const { default: _, enum: __, ...others } = schema;
  LIMITS.forEach(key => delete others[key]);
  return {
    ...others,
    'ui:field': SECRET_FIELD,
    // The Create page shows what was filled in before it is sent.
    'ui:backstage': { review: { mask: MASK } },
    'ui:options': {
      ...(schema['ui:options'] as JsonObject | undefined),
      ...limits,
    },
  };
}

/**
 * Puts secrets where a form has their names.
 *
 * @param value - a manifest, or a part of one
 * @param secrets - by name, as the scaffolder has them
 * @returns the value, and the paths of those that are not among the secrets
 * @public
 */
export function fillSecrets<T extends object>(
  value: T,
  secrets: Record<string, string>,
): { value: T; missing: string[] } {
  const missing: string[] = [];
  const filledValue = mapValues(value as JsonObject, (item, path) => {
    const name = secretNameOf(item);
    if (name === undefined) return undefined;
    if (secrets[name] === undefined) missing.push(path);
    return secrets[name] ?? '';
  });
  return { value: filledValue as T, missing };
}

/**
 * A form's value with {@link MASK} for each {@link secretPlaceholder}, to be shown.
 * It masks no secret itself: {@link redact} does.
 *
 * @public
 */
export const maskSecrets = <T extends object>(value: T): T =>
  mapValues(value as JsonObject, item =>
    secretNameOf(item) === undefined ? undefined : MASK,
  ) as T;
