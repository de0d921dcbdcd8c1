import type { JsonObject, JsonValue } from '@backstage/types';
import { asText, isObject } from '../kubernetes/json';
import { immutableIn, type Immutable } from './immutable';
import { isSecret, secretField } from './secrets';
import { humanise } from './words';

/**
 * Turns the schema of a CRD's `spec` into JSON Schema with `ui:` hints, as
 * scaffolder Templates want it.
 *
 * Law: a value is valid under the result exactly when it is valid under the
 * given schema (CEL rules and Kubernetes formats, which only the API server
 * knows, aside; and secrets, which the form only has a name for). Nothing the author wrote is lost: required, defaults, enums,
 * bounds of 0, `oneOf`/`anyOf`, nullable, maps.
 *
 * @param schema - an `openAPIV3Schema` node
 * @public
 */
export function formSchema(schema: JsonObject): JsonObject {
  return convert(schema);
}

/** One page of a Template's parameters. @public */
export type FormPage = JsonObject & { title: string };

/**
 * The pages for a spec: one per top-level property, or a single page
 * "Specification". A spec without properties gives no page.
 *
 * @public
 */
export function specPages(
  specSchema: JsonObject,
  options: { singleSpecPage?: boolean } = {},
): FormPage[] {
  const spec = formSchema(specSchema);
  const properties = isObject(spec.properties) ? spec.properties : {};
  const names = Object.keys(properties);
  const freeForm = spec['ui:field'] !== undefined;
  const composed = ['oneOf', 'anyOf', 'allOf'].some(key => key in spec);
  if (names.length === 0 && !freeForm) return [];
  if (options.singleSpecPage || freeForm || composed || names.length === 1) {
    return [page('Specification', spec)];
  }
  const required = Array.isArray(spec.required) ? spec.required : [];
  // The API server sorts properties by name; what must be given comes first.
  const must = (name: string) => (required.includes(name) ? 0 : 1);
  const inOrder = [...names].sort((a, b) => must(a) - must(b));
  return inOrder.map(name =>
    page(asText((properties[name] as JsonObject).title) ?? humanise(name), {
      ...spec,
      properties: { [name]: properties[name] },
      ...(required.includes(name)
        ? { required: [name] }
        : { required: undefined }),
    }),
  );
}

function page(title: string, spec: JsonObject): FormPage {
  return {
    title,
    type: 'object',
    ...(Array.isArray(spec.required) && spec.required.length > 0
      ? { required: ['spec'] }
      : {}),
    properties: { spec: withoutUndefined({ ...spec, title: '' }) },
  };
}

/** Formats that JSON Schema validators know; Kubernetes' own are left to the API server. */
const KNOWN_FORMATS = new Set([
  'date',
  'date-time',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'uri',
  'uuid',
]);

const KEPT = [
  'description',
  'default',
  'enum',
  'pattern',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'uniqueItems',
  'multipleOf',
  'required',
  'title',
] as const;

function convert(node: JsonObject): JsonObject {
  const result: JsonObject = {};
  for (const key of KEPT) {
    if (node[key] !== undefined && node[key] !== null) result[key] = node[key];
  }
  Object.assign(result, bounds(node), type(node), children(node));
  Object.assign(result, composition(node), hints(node));
  if (node.nullable === true && Array.isArray(result.enum)) {
    if (!result.enum.includes(null)) result.enum = [...result.enum, null];
  }
  immutableIn(node).forEach(one => markImmutable(result, one));
  return isSecret(node) ? secretField(result) : disguisedEnum(result);
}

/** Marks a field, so that the form of a change locks it and says why. */
function markImmutable(schema: JsonObject, { path, once, message }: Immutable) {
  let field: JsonValue | undefined = schema;
  for (const name of path) {
    if (!isObject(field) || !isObject(field.properties)) return;
    field = field.properties[name];
  }
  if (!isObject(field)) return;
  field['ui:options'] = {
    ...(field['ui:options'] as JsonObject | undefined),
    immutable: once ? 'once' : 'always',
    ...(message ? { reason: message } : {}),
  };
}

/** OpenAPI 3.0 writes exclusive bounds as booleans, JSON Schema as numbers. */
function bounds(node: JsonObject): JsonObject {
  const result: JsonObject = {};
  for (const [flag, bound] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    if (node[flag] === true && typeof node[bound] === 'number') {
      result[flag] = node[bound];
    } else if (typeof node[flag] === 'number') {
      result[flag] = node[flag];
    }
  }
  return result;
}

function type(node: JsonObject): JsonObject {
  if (node['x-kubernetes-int-or-string'] === true) {
    const branches: JsonValue[] = [
      { type: 'integer', title: 'Number' },
      { type: 'string', title: 'Text' },
    ];
    if (node.nullable === true) branches.push({ type: 'null', title: 'None' });
    return { anyOf: branches };
  }
  const name = asText(node.type);
  if (!name) return {};
  return { type: node.nullable === true ? [name, 'null'] : name };
}

function children(node: JsonObject): JsonObject {
  const result: JsonObject = {};
  if (isObject(node.properties)) {
    result.properties = Object.fromEntries(
      Object.entries(node.properties)
        .filter((entry): entry is [string, JsonObject] => isObject(entry[1]))
        .map(([name, child]) => {
          const converted = convert(child);
          return [
            name,
            { ...converted, title: asText(converted.title) ?? humanise(name) },
          ];
        }),
    );
  }
  if (isObject(node.items)) result.items = convert(node.items);
  if (isObject(node.additionalProperties)) {
    result.additionalProperties = convert(node.additionalProperties);
  } else if (node.additionalProperties === true) {
    result.additionalProperties = true;
  }
  return result;
}

function composition(node: JsonObject): JsonObject {
  const result: JsonObject = {};
  for (const key of ['oneOf', 'anyOf', 'allOf'] as const) {
    const branches = node[key];
    if (!Array.isArray(branches)) continue;
    // int-or-string comes with an anyOf of its own that says the same again.
    if (key === 'anyOf' && node['x-kubernetes-int-or-string'] === true)
      continue;
    result[key] = branches.filter(isObject).map(convert);
  }
  if (isObject(node.not)) result.not = convert(node.not);
  return result;
}

function hints(node: JsonObject): JsonObject {
  const result: JsonObject = {};
  const format = asText(node.format);
  if (format && KNOWN_FORMATS.has(format)) result.format = format;
  if (node['x-kubernetes-preserve-unknown-fields'] === true) {
    if (!isObject(node.properties)) result['ui:field'] = YAML_FIELD;
    if (node.type === 'object') result.additionalProperties = true;
  }
  const values = node.enum;
  if (
    Array.isArray(values) &&
    values.length <= 3 &&
    node.type === 'string' &&
    node.nullable !== true
  ) {
    result['ui:widget'] = 'radio';
  }
  return result;
}

/** Name of the field extension that edits free-form values as YAML. @public */
export const YAML_FIELD = 'SkeYaml';

/** `^(a|b|c)$` is an enum in disguise: 8 of 10 patterns in the marketplace. */
function disguisedEnum(schema: JsonObject): JsonObject {
  const pattern = asText(schema.pattern);
  if (schema.type !== 'string' || !pattern || schema.enum !== undefined) {
    return schema;
  }
  const match = /^\^\(([\w -]+(\|[\w -]+)*)\)\$$/.exec(pattern);
  if (!match) return schema;
  const values = [...new Set(match[1].split('|'))];
  const { pattern: _, ...others } = schema;
  return {
    ...others,
    enum: values,
    ...(values.length <= 3 ? { 'ui:widget': 'radio' } : {}),
  };
}

function withoutUndefined(object: Record<string, JsonValue | undefined>) {
  return Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== undefined),
  ) as JsonObject;
}
