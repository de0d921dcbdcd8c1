import type { JsonObject, JsonValue } from '@backstage/types';
import { namedSecretIn, type NamedSecret } from '../connect/namedSecrets';
import { looksSecret } from '../redaction/looksSecret';
import { HIDDEN } from '../redaction/masks';
import { humanise } from '../form/humanise';
import { isObject } from '../kubernetes/json';

/** A field that a pipeline wrote into the status of a Resource. @public */
export interface ConnectField {
  path: string[];
  label: string;
  value:
    | { kind: 'text'; text: string }
    | { kind: 'link'; url: string }
    | ({ kind: 'secretName' } & NamedSecret)
    | { kind: 'hidden' }
    | { kind: 'group'; fields: ConnectField[] };
}

/** Status keys that Kratix itself writes. */
const KRATIX_KEYS = new Set([
  'conditions',
  'healthStatus',
  'healthRecord',
  'kratix',
  'lastSuccessfulConfigureWorkflowTime',
  'message',
  'observedGeneration',
  'promiseVersion',
  'resourceBindingVersion',
  'workflows',
  'workflowsFailed',
  'workflowsSucceeded',
]);

/**
 * What to connect to: every status field the platform team wrote. Values that
 * look secret are never returned, only that they exist.
 *
 * @public
 */
export function connectFieldsOf(status: unknown): ConnectField[] {
  if (!isObject(status)) return [];
  return fieldsOf(
    Object.fromEntries(
      Object.entries(status).filter(([key]) => !KRATIX_KEYS.has(key)),
    ),
    [],
  );
}

function fieldsOf(object: JsonObject, path: string[]): ConnectField[] {
  return Object.entries(object)
    .filter(([, value]) => value !== null && value !== '')
    .map(([key, value]) => ({
      path: [...path, key],
      label: humanise(key),
      value: valueOf(key, value as JsonValue, [...path, key]),
    }));
}

function valueOf(
  key: string,
  value: JsonValue,
  path: string[],
): ConnectField['value'] {
  if (value === HIDDEN) return { kind: 'hidden' };
  const secret = namedSecretIn(key, value);
  if (secret) return { kind: 'secretName', ...secret };
  if (looksSecret(key, value)) return { kind: 'hidden' };
  if (isObject(value)) return { kind: 'group', fields: fieldsOf(value, path) };
  if (Array.isArray(value)) {
    return value.every(item => !isObject(item) && !Array.isArray(item))
      ? {
          kind: 'text',
          text: value
            .map(item => (looksSecret(key, item) ? HIDDEN : item))
            .join(', '),
        }
      : {
          kind: 'group',
          fields: fieldsOf(
            Object.fromEntries(value.map((item, i) => [String(i + 1), item])),
            path,
          ),
        };
  }
  if (typeof value === 'string' && /^https?:\/\/\S+$/.test(value)) {
    return { kind: 'link', url: value };
  }
  return { kind: 'text', text: String(value) };
}
