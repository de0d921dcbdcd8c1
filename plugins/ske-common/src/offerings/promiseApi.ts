import type { JsonObject } from '@backstage/types';
import { RESERVED_NAMES } from '../form/keywords';
import { markSecretFields } from '../form/markSecretFields';
import { isApiClusterScoped } from '../health/promiseHealth';
import {
  DNS_LABEL,
  DNS_SUBDOMAIN,
  KIND,
  VERSION,
} from '../kubernetes/nameSchemas';
import { asText, at, isObject, objectsOf } from '../kubernetes/json';

/** What a Promise offers: the API of its Resources. @public */
export interface PromiseApi {
  group: string;
  version: string;
  kind: string;
  plural: string;
  /**
   * `openAPIV3Schema.properties.spec` of the storage version, with its secrets
   * marked (`format: password`); `{}` when the API has no spec.
   */
  specSchema: JsonObject;
  /** Schemas of what its objects have beside `metadata`, `spec` and `status`, by name. */
  otherFields: Record<string, JsonObject>;
  /** Schema of `status`; a text with `format: password` in it is a secret. */
  statusSchema: JsonObject | undefined;
  /** Whether the API declares a `spec`; the API server refuses one that it does not know. */
  hasSpec: boolean;
}

/**
 * Reads `spec.api` of a Promise the way Kratix does: the storage version, else
 * the first one. Undefined for a Promise without an API, or with one that Kratix cannot
 * run: the Promise's health says so.
 *
 * Source: kratix `api/v1alpha1/promise_types.go`, GetAPI.
 * @public
 */
export function promiseApiOf(promise: unknown): PromiseApi | undefined {
  if (isApiClusterScoped(promise)) return undefined;
  const api = at(promise, 'spec', 'api');
  const versions = objectsOf(at(api, 'spec', 'versions'));
  const version = versions.find(v => v.storage === true) ?? versions[0];
  const group = asText(at(api, 'spec', 'group'));
  const kind = asText(at(api, 'spec', 'names', 'kind'));
  const plural = asText(at(api, 'spec', 'names', 'plural'));
  const name = asText(version?.name);
  if (!group || !kind || !plural || !name) return undefined;
  // They become parts of addresses and of the Template's steps.
  const hasValidNames =
    DNS_SUBDOMAIN.test(group) &&
    KIND.test(kind) &&
    DNS_LABEL.test(plural) &&
    VERSION.test(name);
  if (!hasValidNames) return undefined;
  const properties = at(version, 'schema', 'openAPIV3Schema', 'properties');
  const schema = at(properties, 'spec');
  const statusSchema = at(properties, 'status');
  return {
    group,
    kind,
    plural,
    version: name,
    hasSpec: isObject(schema),
    statusSchema: isObject(statusSchema) ? statusSchema : undefined,
    // Schemas are long, and most who ask for an API do not look at them.
    get specSchema() {
      return isObject(schema) ? markSecretFields(schema) : {};
    },
    get otherFields() {
      return otherFieldsOf(properties);
    },
  };
}

function otherFieldsOf(properties: unknown): Record<string, JsonObject> {
  const fields = Object.entries(isObject(properties) ? properties : {}).filter(
    (entry): entry is [string, JsonObject] =>
      FIELD.test(entry[0]) &&
      !NOT_OF_ITS_OWN.includes(entry[0]) &&
      isObject(entry[1]),
  );
  return Object.fromEntries(
    fields.map(([key, field]) => [key, markSecretFields(field)]),
  );
}

/** A field that can be a parameter of a Template by its name. */
const FIELD = /^[A-Za-z][\w-]*$/;

/** What every object has, what a form has itself, and what templating refuses. */
const NOT_OF_ITS_OWN = [
  ...['apiVersion', 'kind', 'metadata', 'spec', 'status'],
  ...['objname', 'objnamespace', 'repoUrl', 'prAction', 'catalogPhase'],
  ...RESERVED_NAMES,
];
