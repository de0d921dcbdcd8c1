import type { JsonObject, JsonValue } from '@backstage/types';
import {
  asNumber,
  DEFAULT_KEYWORD,
  humanise,
  isObject,
  SECRET_FIELD,
  SPEC_FIELD,
  YAML_FIELD,
} from '@syntasso/plugin-ske-common';
import { choiceLabel } from './choiceLabel';

/**
 * How a node of a schema is drawn. `foreign`: by a field or widget of somebody else, as
 * the scaffolder would.
 */
export type FieldKind =
  | 'text'
  | 'number'
  | 'numberOrText'
  | 'boolean'
  | 'choice'
  | 'list'
  | 'map'
  | 'object'
  | 'variants'
  | 'secret'
  | 'yaml'
  | 'foreign'
  | 'hidden';

/** Widgets that the kind of a field already says, or that we have ourselves. */
const OWN_WIDGETS = [
  undefined,
  'radio',
  'select',
  'text',
  'textarea',
  'updown',
  'checkbox',
];

/**
 * How to draw a field; `yaml` for what `formSchema` marks so, such as unknown fields, and
 * for what is none of the others.
 */
export function kindOf(schema: JsonObject): FieldKind {
  if (schema['ui:widget'] === 'hidden') return 'hidden';
  const field = schema['ui:field'];
  if (field === SECRET_FIELD) return 'secret';
  if (field === YAML_FIELD) return 'yaml';
  if (typeof field === 'string' && field !== SPEC_FIELD) return 'foreign';
  const widget = schema['ui:widget'];
  if (!OWN_WIDGETS.includes(widget as string | undefined)) return 'foreign';
  if (schema['x-kubernetes-int-or-string'] === true) return 'numberOrText';
  if (Array.isArray(schema.enum) && typesOf(schema)[0] !== 'boolean') {
    return 'choice';
  }
  switch (typesOf(schema)[0]) {
    case 'string':
      return 'text';
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'array':
      return isObject(schema.items) ? 'list' : 'yaml';
    case 'object':
      return objectKind(schema);
    default:
      if (isObject(schema.properties)) return objectKind(schema);
      return branchesOf(schema).length > 0 ? 'variants' : 'yaml';
  }
}

function objectKind(schema: JsonObject): FieldKind {
  if (isObject(schema.properties)) return 'object';
  if (isObject(schema.additionalProperties)) return 'map';
  if (branchesOf(schema).some(branch => isObject(branch.properties))) {
    return 'variants';
  }
  return schema.additionalProperties === true ? 'yaml' : 'object';
}

/** Types that a value may have, without `null`. */
export function typesOf(schema: JsonObject): string[] {
  const { type } = schema;
  const types = Array.isArray(type) ? type : [type];
  return types.filter(
    (candidate): candidate is string =>
      typeof candidate === 'string' && candidate !== 'null',
  );
}

/** Whether `null` is a value of its own here. */
export const isNullable = (schema: JsonObject) =>
  (Array.isArray(schema.type) && schema.type.includes('null')) ||
  (Array.isArray(schema.enum) && schema.enum.includes(null)) ||
  branchesOf(schema).some(branch => branch.type === 'null');

/** Alternatives of a node, `oneOf` before `anyOf`. */
export function branchesOf(schema: JsonObject): JsonObject[] {
  const { oneOf, anyOf } = schema;
  const list = Array.isArray(oneOf) ? oneOf : anyOf;
  return Array.isArray(list) ? list.filter(isObject) : [];
}

/** Whether a value has the shape that a field of this kind can show. */
export function fits(kind: FieldKind, value: JsonValue | undefined): boolean {
  if (value === undefined || value === null) return true;
  switch (kind) {
    case 'text':
    case 'secret':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'numberOrText':
      return typeof value === 'number' || typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    case 'list':
      return Array.isArray(value);
    case 'map':
    case 'object':
      return isObject(value);
    default:
      return true;
  }
}

/** A property of an object, as far as a form draws it. */
export interface Property {
  name: string;
  schema: JsonObject;
  required: boolean;
  title: string;
}

const propertiesBySchema = new WeakMap<JsonObject, Property[]>();

/** The properties of an object, what must be given first; made once for each schema. */
export function propertiesOf(schema: JsonObject): Property[] {
  const cachedProperties = propertiesBySchema.get(schema);
  if (cachedProperties) return cachedProperties;
  const { properties, required } = schema;
  const requiredNames = new Set(Array.isArray(required) ? required : []);
  const allProperties = Object.entries(isObject(properties) ? properties : {})
    .filter((entry): entry is [string, JsonObject] => isObject(entry[1]))
    .map(([name, child]) => ({
      name,
      schema: child,
      required: requiredNames.has(name),
      title: titleOf(child, name),
    }));
  // What must be given first, and what takes one line before what opens.
  const place = (property: Property) =>
    (property.required ? 0 : 2) + (isNested(property.schema) ? 1 : 0);
  const inOrder = [...allProperties].sort(
    (a, b) =>
      compare(orderOf(a.schema), orderOf(b.schema)) || place(a) - place(b),
  );
  propertiesBySchema.set(schema, inOrder);
  return inOrder;
}

/** What the platform team says of a field beside its schema. */
export const optionsOf = (schema: JsonObject): JsonObject =>
  isObject(schema['ui:options']) ? schema['ui:options'] : {};

const orderOf = (schema: JsonObject) =>
  asNumber(optionsOf(schema).order) ?? Infinity;

const compare = (a: number, b: number) => Number(a > b) - Number(a < b);

/** Whether a field holds fields. */
export const isNested = (schema: JsonObject) =>
  ['object', 'map', 'list', 'variants', 'yaml'].includes(kindOf(schema));

/** Whether an item or entry has several fields without being a group of its own. */
export const hasSeveralFields = (schema: JsonObject) =>
  ['object', 'variants'].includes(kindOf(schema));

/** A field's name in words. */
export function titleOf(schema: JsonObject, name: string): string {
  const title = schema['ui:title'] ?? schema.title;
  return typeof title === 'string' && title !== '' ? title : humanise(name);
}

/** What a field's author says about it. */
export function descriptionOf(schema: JsonObject): string | undefined {
  const text = schema['ui:description'] ?? schema.description;
  return typeof text === 'string' && text !== '' ? text : undefined;
}

/** A value that is in the form from its beginning: just added, nothing filled in. */
export function emptyValue(schema: JsonObject): JsonValue | undefined {
  switch (kindOf(schema)) {
    case 'object':
    case 'map':
      return {};
    case 'list':
      return [];
    default:
      return undefined;
  }
}

/** What the server does when nothing is given, in words; undefined if nothing. */
export function defaultText(schema: JsonObject): string | undefined {
  const value = schema.default ?? schema[DEFAULT_KEYWORD];
  if (value === undefined || value === '') return undefined;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const label = choiceLabel(schema, value);
  return label === undefined ? text : `${label} (${text})`;
}

/** Whether a field is for whoever fills in the form at all. */
export const isDrawn = (schema: JsonObject) => kindOf(schema) !== 'hidden';

/**
 * What tells an item from the others of its list, by the keys that the API names
 * (`x-kubernetes-list-type: map`). Undefined in any other list, where items have
 * only numbers.
 */
export function itemIdentity(
  listSchema: JsonObject,
  item: JsonValue | undefined,
): string | undefined {
  const keys = listSchema['x-kubernetes-list-map-keys'];
  const keyed = listSchema['x-kubernetes-list-type'] === 'map';
  if (!keyed || !Array.isArray(keys) || !isObject(item)) return undefined;
  const fields = isObject(listSchema.items)
    ? propertiesOf(listSchema.items)
    : [];
  return JSON.stringify(
    keys.map(String).map(key => {
      const field = fields.find(({ name }) => name === key)?.schema;
      // The server fills in its defaults before it compares.
      return item[key] ?? field?.default ?? field?.[DEFAULT_KEYWORD] ?? null;
    }),
  );
}
