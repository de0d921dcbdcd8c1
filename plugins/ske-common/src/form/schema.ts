import type { JsonObject, JsonValue } from '@backstage/types';
import { asText, isObject } from '../kubernetes/json';
import { checkablePattern } from './checkablePattern';
import { choicesIn } from './choices';
import { propertiesWithin } from './embeddedResource';
import { hintKeys } from './hintKeys';
import { hintsIn, type FormHints } from './hints';
import { immutableIn, type Immutable } from './immutable';
import { FORM_HINTS_KEYWORD } from '../kubernetes/keywords';
import { YAML_FIELD } from './keywords';
import { isSecretSchema } from '../redaction/mapSecrets';
import { secretField } from './secrets';
import { humanise } from './humanise';

/**
 * Keyword with the `format` of a CRD's field. Not `format` itself: validators of
 * JSON Schema know other formats by the same names and are stricter.
 *
 * @public
 */
export const FORMAT_KEYWORD = 'x-ske-format';

/** Keyword with what the server takes for a map that is not given. @public */
export const DEFAULT_KEYWORD = 'x-ske-default';

/**
 * Turns a node of a CRD's schema into JSON Schema with `ui:` hints, as
 * scaffolder Templates want it.
 *
 * Law: a value is valid under the result exactly when the API server takes it,
 * as far as JSON Schema can say so. Keywords of Kubernetes (`x-kubernetes-…`:
 * CEL rules, list types) are kept for those who can check them; a secret is
 * only a name in the form, so its limits are its field's to check; a pattern
 * that JavaScript cannot check is left to the server. Nothing else the author
 * wrote is lost.
 *
 * @param schema - an `openAPIV3Schema` node
 * @public
 */
export function formSchema(schema: JsonObject): JsonObject {
  return convert(schema, 0);
}

/** What is nested deeper is written as YAML: nobody clicks through it. */
const DEEPEST = 50;

function convert(schema: JsonObject, depth: number): JsonObject {
  if (depth > DEEPEST) return tooDeep(schema);
  const keptKeywords = Object.fromEntries(
    [...KEPT, ...KUBERNETES]
      .filter(key => schema[key] !== undefined && schema[key] !== null)
      .map(key => [key, schema[key]]),
  );
  const { hints }: { hints: FormHints } =
    FORM_HINTS_KEYWORD in schema
      ? hintsIn(schema[FORM_HINTS_KEYWORD] ?? {})
      : { hints: {} };
  const result: JsonObject = {
    ...keptKeywords,
    ...boundsOf(schema),
    ...typeOf(schema),
    ...childrenOf(schema, depth + 1),
    ...compositionOf(schema, depth + 1),
    ...formatAndFieldOf(schema),
    ...hintKeys(hints),
  };
  if (Array.isArray(result.enum)) {
    result.enum = result.enum.filter(value => value !== null);
  }
  required(result, schema);
  immutableIn(schema).forEach(rule => markImmutable(result, rule));
  const choices = withChoices(ownDefault(result));
  const checked = checkablePattern(withLabels(choices, hints.labels));
  return isSecretSchema(schema) ? secretField(checked) : checked;
}

const tooDeep = ({ title, description }: JsonObject): JsonObject => ({
  ...(title === undefined ? {} : { title }),
  ...(description === undefined ? {} : { description }),
  'ui:field': YAML_FIELD,
});

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
  'title',
] as const;

/** What only Kubernetes knows, for the form's own checks. */
const KUBERNETES = [
  'x-kubernetes-validations',
  'x-kubernetes-list-type',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-int-or-string',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-embedded-resource',
] as const;

/** OpenAPI 3.0 writes exclusive bounds as booleans, JSON Schema as numbers. */
function boundsOf(node: JsonObject): JsonObject {
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

function typeOf(node: JsonObject): JsonObject {
  if (node['x-kubernetes-int-or-string'] === true) {
    // For validation, and for other forms; ours draws one text box for it (`kindOf` in the frontend's `form/fieldSchema.ts`).
    const branches: JsonValue[] = [
      { type: 'integer', title: 'Number' },
      { type: 'string', title: 'Text' },
    ];
    if (isNullable(node)) branches.push({ type: 'null', title: 'None' });
    return { anyOf: branches };
  }
  const name = asText(node.type);
  if (!name) return {};
  return { type: isNullable(node) ? [name, 'null'] : name };
}

/** The server finds null in no enum, not even where it is listed (seen with 1.36). */
const isNullable = (node: JsonObject) =>
  node.nullable === true && !Array.isArray(node.enum);

function childrenOf(node: JsonObject, depth: number): JsonObject {
  const result: JsonObject = {};
  const properties = propertiesWithin(node);
  if (properties) {
    result.properties = Object.fromEntries(
      Object.entries(properties)
        .filter((entry): entry is [string, JsonObject] => isObject(entry[1]))
        .map(([name, child]) => {
          const converted = convert(child, depth);
          return [
            name,
            { ...converted, title: asText(converted.title) ?? humanise(name) },
          ];
        }),
    );
  }
  if (isObject(node.items)) result.items = convert(node.items, depth);
  if (isObject(node.additionalProperties)) {
    result.additionalProperties = convert(node.additionalProperties, depth);
  } else if (node.additionalProperties === true) {
    result.additionalProperties = true;
  }
  return result;
}

function compositionOf(node: JsonObject, depth: number): JsonObject {
  const result: JsonObject = {};
  for (const key of ['oneOf', 'anyOf', 'allOf'] as const) {
    const branches = node[key];
    if (!Array.isArray(branches)) continue;
    // In a CRD int-or-string has an anyOf beside it, which `typeOf` has made already.
    if (key === 'anyOf' && node['x-kubernetes-int-or-string'] === true)
      continue;
    result[key] = branches
      .filter(isObject)
      .map(branch => convert(branch, depth));
  }
  if (isObject(node.not)) result.not = convert(node.not, depth);
  return result;
}

function formatAndFieldOf(node: JsonObject): JsonObject {
  const result: JsonObject = {};
  const format = asText(node.format);
  // A password's is said by its field.
  if (format && format !== 'password') result[FORMAT_KEYWORD] = format;
  if (
    node['x-kubernetes-preserve-unknown-fields'] === true ||
    node['x-kubernetes-embedded-resource'] === true
  ) {
    if (!isObject(node.properties)) result['ui:field'] = YAML_FIELD;
    if (node.type === 'object') result.additionalProperties = true;
  }
  return result;
}

/** What must be given. The server fills in a default before it looks. */
function required(result: JsonObject, node: JsonObject) {
  const names = Array.isArray(node.required) ? node.required.map(String) : [];
  const { properties } = node;
  const embedded =
    node['x-kubernetes-embedded-resource'] === true
      ? ['apiVersion', 'kind']
      : [];
  const requiredNames = [...new Set([...names, ...embedded])].filter(name => {
    const child =
      isObject(properties) && Object.hasOwn(properties, name)
        ? properties[name]
        : undefined;
    return !isObject(child) || child.default === undefined;
  });
  if (requiredNames.length > 0) result.required = requiredNames;
}

/** Marks a field, so that the form of a change locks it and says why. */
function markImmutable(
  schema: JsonObject,
  { path, once, emptyIsNothing, message }: Immutable,
) {
  let field: JsonValue | undefined = schema;
  for (const name of path) {
    if (!isObject(field) || !isObject(field.properties)) return;
    field = Object.hasOwn(field.properties, name)
      ? field.properties[name]
      : undefined;
  }
  if (!isObject(field)) return;
  field['ui:options'] = {
    ...(field['ui:options'] as JsonObject | undefined),
    // A rule of the value itself is not asked before there is one.
    immutable: once || path.length === 0 ? 'once' : 'always',
    ...(emptyIsNothing ? { emptyIsNothing } : {}),
    // How many levels above the field the rule is, where it is not the next one.
    ...(path.length > 1 ? { ruleLevels: path.length } : {}),
    ...(message ? { reason: message } : {}),
  };
}

/** Forms would add the entries of a map's default to those that somebody gives. */
function ownDefault(schema: JsonObject): JsonObject {
  const { default: value, ...others } = schema;
  if (!isObject(schema.additionalProperties) || value === undefined) {
    return schema;
  }
  return { ...others, [DEFAULT_KEYWORD]: value };
}

/** Few values are in sight, whether the API says them as an enum or not. */
function withChoices(schema: JsonObject): JsonObject {
  const { pattern, ...others } = schema;
  const choices = choicesIn(schema);
  const result = choices ? { ...others, enum: choices } : schema;
  const values = result.enum;
  const hasFewValues =
    schema.type === 'string' &&
    schema['ui:widget'] === undefined &&
    Array.isArray(values) &&
    values.length <= 3;
  return hasFewValues ? { ...result, 'ui:widget': 'radio' } : result;
}

/** What the platform team calls the values, in their order; the others as they are. */
function withLabels(
  schema: JsonObject,
  labels: FormHints['labels'],
): JsonObject {
  const values = schema.enum;
  if (!labels || !Array.isArray(values)) return schema;
  return {
    ...schema,
    'ui:enumNames': values
      .map(String)
      .map(value => (Object.hasOwn(labels, value) ? labels[value] : value)),
  };
}
