import type { JsonObject } from '@backstage/types';
import { isObject } from '../kubernetes/json';
import { choicesIn } from './choices';
import { fieldPathOf, readFieldPath } from './fieldPath';
import { findField, pathOf, stepsOf, type Place } from './fieldPlace';
import type { FormHints } from './hints';
import { isSecretSchema } from '../redaction/mapSecrets';

/**
 * The hints that make sense at a place of a schema.
 *
 * @param schema - of the `spec` that the place is in
 * @returns also texts about what is wrong with the others
 */
export function fittingHints(
  hints: FormHints,
  place: Place,
  schema: JsonObject,
): { hints: FormHints; wrong: string[] } {
  if (place.address.length === 0) {
    return {
      hints: {},
      wrong: ['has no hints of its own; give its fields some'],
    };
  }
  const objections: [keyof FormHints, string | undefined][] = [
    ['hidden', hints.hidden ? againstAbsence(place) : undefined],
    ['showIf', againstShowIf(hints.showIf, place, schema)],
    ['widget', againstWidget(hints.widget, place)],
    ['options', hints.options && againstOptions(hints, place)],
    ['placeholder', hints.placeholder && againstTyped(hints, place)],
    ['unit', hints.unit && againstTyped(hints, place)],
    ['labels', hints.labels && againstLabels(hints.labels, hints, place)],
  ];
  const against = objections.filter(([, text]) => text !== undefined);
  if (against.length === 0) return { hints, wrong: [] };
  const right = { ...hints };
  against.forEach(([key]) => delete right[key]);
  return { hints: right, wrong: against.map(objection => objection.join(' ')) };
}

/** Why a field must always be in the form. */
function againstAbsence({ node, holder, name }: Place): string | undefined {
  if (name === undefined) {
    return 'is for fields; what is in a list or map is always shown. Say it of the list or map';
  }
  const requiredFields = holder?.required;
  const isRequired =
    Array.isArray(requiredFields) && requiredFields.includes(name);
  if (!isRequired || node.default !== undefined) return undefined;
  return 'would keep everybody from filling in the form, as the field is required and has no default. Give it a default, or take it out of required';
}

function againstShowIf(
  showIf: FormHints['showIf'],
  place: Place,
  schema: JsonObject,
): string | undefined {
  const steps = showIf && readFieldPath(showIf.field);
  if (!steps) return undefined;
  const otherField = findField(schema, showIf.field);
  if (typeof otherField === 'string')
    return `looks at a wrong path: ${otherField}`;
  const ownSteps = stepsOf(place.address);
  const path = pathOf(place.address);
  if (fieldPathOf(steps.slice(0, ownSteps.length)) === path) {
    return 'looks at the field itself, which could then never be shown. Name another field';
  }
  // Which item is meant is clear only for the one that the field is in.
  const lastListIndex = steps
    .map(step => typeof step === 'string')
    .lastIndexOf(true);
  const listPath = fieldPathOf(steps.slice(0, lastListIndex + 1));
  if (
    lastListIndex >= 0 &&
    fieldPathOf(ownSteps.slice(0, lastListIndex + 1)) !== listPath
  ) {
    return `looks into ${listPath}, of which there may be many. Name a field that is there once, or that is in the same item`;
  }
  return againstAbsence(place);
}

function againstWidget(
  widget: FormHints['widget'],
  { node }: Place,
): string | undefined {
  const isText = node.type === 'string';
  if ((widget === 'password' || widget === 'textarea') && !isText) {
    return `${widget} is only for fields with type: string. Choose another one`;
  }
  if (widget === 'yaml' && holdsSecret(node)) {
    return 'yaml would show the secrets in this field. Give hints to what is in it';
  }
  const isOne = widget === undefined || widget === 'yaml' || !holdsMany(node);
  return isOne
    ? undefined
    : `${widget} is for a single value, and this holds several. Choose yaml, or give hints to what is in it`;
}

function againstOptions(
  { widget }: FormHints,
  { node, address }: Place,
): string | undefined {
  if (isObject(node.items)) {
    return `are only for fields with type: string, and this is a list. Give them to ${pathOf(
      address,
    )}[]`;
  }
  if (node.type !== 'string') return 'are only for fields with type: string';
  if (isChoice(node)) {
    return 'have no effect: the API lists the values of this field';
  }
  return widget === 'password' || isSecretSchema(node)
    ? 'have no effect: this field is a secret'
    : undefined;
}

/** Why labels would not be shown, or which of them are for no value. */
function againstLabels(
  labels: NonNullable<FormHints['labels']>,
  { widget }: FormHints,
  { node, address }: Place,
): string | undefined {
  if (isObject(node.items)) {
    return `are for single values, and this is a list. Give them to ${pathOf(
      address,
    )}[]`;
  }
  const values = choicesOf(node);
  if (!values) {
    return 'have no effect: the API lists no values of this field';
  }
  if (widget === 'yaml') return 'have no effect: this field is written as YAML';
  if (widget === 'password' || isSecretSchema(node)) {
    return 'have no effect: this field is a secret';
  }
  const unlisted = Object.keys(labels)
    .filter(value => !values.includes(value))
    .join(', ');
  return unlisted === ''
    ? undefined
    : `are for ${unlisted}, too, and the values of this field are ${values.join(
        ', ',
      )}`;
}

/** The values that the API lists, as labels name them. */
const choicesOf = (node: JsonObject): string[] | undefined =>
  Array.isArray(node.enum)
    ? node.enum.filter(value => value !== null).map(String)
    : choicesIn(node);

/** Why a placeholder or a unit would not be shown. */
function againstTyped(
  { widget, options: source }: FormHints,
  { node }: Place,
): string | undefined {
  const isTextOrNumber =
    ['string', 'integer', 'number'].includes(String(node.type)) ||
    node['x-kubernetes-int-or-string'] === true;
  const text = (what: string) => `has no effect: this field is ${what}`;
  if (widget === 'yaml') return text('written as YAML');
  if (!isTextOrNumber) return text('neither a text nor a number');
  if (widget === 'password' || isSecretSchema(node)) return text('a secret');
  if (isChoice(node) || source) return text('a list of choices');
  return undefined;
}

const isChoice = (node: JsonObject) => choicesOf(node) !== undefined;

function holdsSecret(node: JsonObject): boolean {
  if (isSecretSchema(node)) return true;
  const { properties, items, additionalProperties } = node;
  return [
    ...Object.values(isObject(properties) ? properties : {}),
    items,
    additionalProperties,
  ].some(child => isObject(child) && holdsSecret(child));
}

const holdsMany = (node: JsonObject) =>
  node.type === 'object' || node.type === 'array';
