import type { JsonObject, JsonValue } from '@backstage/types';
import {
  findSecretsInside,
  mapSecretsOf,
  maskParts,
  secretsOf,
} from './mapSecrets';
import { HIDDEN, MASK } from './masks';
import { pathOf, ROOT } from './places';
import { secretsInText } from './secretTexts';

/**
 * A value with {@link MASK} for each secret in it: the one redaction before
 * anything is stored, logged, shown or sent. Secrets are what the schema says;
 * where it says nothing, what looks like one by its key; and what looks like one
 * by itself.
 *
 * @param schema - of the value, as the CRD has it; absent where there is none
 * @param mask - what stands for a secret at a path; default: {@link MASK}
 * @public
 */
export const redact = (
  value: JsonValue,
  schema?: JsonObject,
  mask: (path: string[]) => string = () => MASK,
): JsonValue =>
  mapSecretsOf(value, { schema }, ROOT, (secret, { place }) =>
    secret === '' ? secret : mask(pathOf(place)),
  );

/**
 * A status without secrets, before it leaves the backend for a page. A pipeline wrote
 * it, and no person: that its schema declares a field says nothing of what is in it.
 * Of a sentence the rest stays.
 *
 * @param schema - of the status: a text with `format: password` in it is a secret
 * @param mask - what stands for a secret; default: {@link HIDDEN}
 * @public
 */
export const redactStatus = (
  value: JsonValue,
  schema?: JsonObject,
  mask: string = HIDDEN,
): JsonValue =>
  mapSecretsOf(
    value,
    { schema, isOfPipeline: true },
    ROOT,
    (secret, { isByLooks }) => {
      if (secret === '') return secret;
      return isByLooks && typeof secret === 'string'
        ? maskParts(secret, mask)
        : mask;
    },
  );

/**
 * A copy of a status in which values that look secret are replaced by
 * {@link HIDDEN}: see {@link redactStatus}.
 *
 * @public
 */
export const withoutSecrets = (value: JsonObject): JsonObject =>
  redactStatus(value) as JsonObject;

/**
 * The texts that {@link redact} masks; an empty one is none. What is no text in
 * such a place is refused by the API server, and is a secret all the same: each
 * number in it, and each key. Of a text that has a secret in it, also only that.
 *
 * @param schema - of the value, as the CRD has it
 * @public
 */
export function secretsIn(value: JsonValue, schema?: JsonObject): string[] {
  const secrets: string[] = [];
  mapSecretsOf(value, { schema }, ROOT, (secret, { isByLooks }) => {
    secretsOf(secret, isByLooks).forEach(text => secrets.push(text));
    return secret;
  });
  return secrets;
}

/**
 * A text without the secrets that the objects in it have, where it is YAML or JSON, such
 * as an annotation. What only looks like a secret is for {@link maskSecretTexts}.
 *
 * @public
 */
export const redactObjectsIn = (text: string): string =>
  findSecretsInside(text).masked;

/** The secrets in a text, also in objects in it. @public */
export const secretsInObjectText = (text: string): string[] => [
  ...secretsInText(text),
  ...findSecretsInside(text).secrets,
];
