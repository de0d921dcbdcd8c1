import type { JsonObject, JsonValue } from '@backstage/types';
import { at, isObject } from '../kubernetes/json';
import {
  isMapOfSecrets,
  isGroupOfSecrets,
  isSecretBelow,
  isSecretField,
  mayBeSecret,
} from './looksSecret';

/** A place in a value: made for each part of it, and seldom written out. */
export interface Place {
  parent?: Place;
  key: string;
  /**
   * What names it: its own key; for an item of a list, the key of the list; for the
   * value of a pair, the name in it: `{name: PASSWORD, value: x}`.
   */
  field: string;
  /** Whether something above says that what is in it is secret, or all of it. */
  within?: 'secrets' | 'content';
  /** The fields in it of which something beside it says that they are secret. */
  secretFields?: Set<string>;
}

export const ROOT: Place = { key: '', field: '' };

export function pathOf(place: Place): string[] {
  const keys: string[] = [];
  for (let next = place; next.parent; next = next.parent) keys.push(next.key);
  return keys.reverse();
}

/** Whether a text or a number is a secret by where it is. */
export const isSecretPlace = (
  { field, within }: Place,
  value: JsonValue,
): boolean =>
  isSecretField(field, value) ||
  (within === 'secrets' && isSecretBelow(field, value)) ||
  (within === 'content' &&
    (typeof value === 'string' || typeof value === 'number'));

/** Maps each item of a list or object; returns the same object if none changed. */
export function mapItems(
  value: JsonValue[] | JsonObject,
  place: Place,
  map: (item: JsonValue, place: Place) => JsonValue,
): JsonValue {
  const isList = Array.isArray(value);
  const items = value as JsonObject;
  const placeOf = isList ? itemPlaces(value, place) : fieldPlaces(items, place);
  let copy: JsonObject | undefined;
  for (const key of Object.keys(items)) {
    const item = items[key] as JsonValue;
    const next = map(item, placeOf(key));
    if (next === item) continue;
    copy ??= (isList ? [...value] : { ...value }) as JsonObject;
    copy[key] = next;
  }
  return (copy ?? value) as JsonValue;
}

function itemPlaces(items: JsonValue[], list: Place): (key: string) => Place {
  const { field, within } = list;
  return key => ({
    parent: list,
    key,
    field: optionOf(items[Number(key) - 1]) ?? field,
    within,
  });
}

/** Of arguments of a command: what the one before says of the next, `[--password, x]`. */
const optionOf = (before: JsonValue | undefined): string | undefined =>
  typeof before === 'string' && before.startsWith('-') && before.length < 100
    ? /^--?([A-Za-z][\w-]*)$/.exec(before)?.[1]
    : undefined;

function fieldPlaces(object: JsonObject, parent: Place) {
  const within = parent.within ?? whatIsWithin(parent);
  const name = nameOfPair(object);
  const isSecret = object.kind === 'Secret';
  const isListOfSecrets = object.kind === 'SecretList';
  const isSensitive = object.sensitive === true;
  return (key: string): Place => {
    // Nothing else has this field: a patch of a Secret may not say what it is for.
    if (key === 'stringData' || (isSecret && key === 'data')) {
      return { parent, key, field: key, within: 'content' };
    }
    if (key === 'patch' && at(object, 'target', 'kind') === 'Secret') {
      return { parent, key, field: key, within: 'content' };
    }
    if (isListOfSecrets && key === 'items') {
      return { parent, key, field: key, within: 'content' };
    }
    if (parent.secretFields?.has(key)) {
      return { parent, key, field: key, within: 'content' };
    }
    const secretFields = secretFieldsOf(object, key);
    if (secretFields) return { parent, key, field: key, within, secretFields };
    if (!PAIR_VALUES.has(key)) return { parent, key, field: key, within };
    return {
      parent,
      key,
      field: name ?? key,
      within: isSensitive ? 'content' : within,
    };
  };
}

/** What a key says about all that is below it. */
function whatIsWithin({ key, field }: Place): Place['within'] {
  // Of a list, each item says itself what is in it.
  if (key === field && isMapOfSecrets(field)) return 'content';
  return isGroupOfSecrets(field) ? 'secrets' : undefined;
}

/**
 * Of pairs of a name and a value: environment variables, tags, outputs, parameters,
 * steps of a JSON patch, files to write.
 */
const PAIR_NAMES = [
  ...['name', 'key', 'field', 'id', 'label', 'parameter', 'variable', 'path'],
  ...['Name', 'Key', 'OutputKey', 'ParameterKey'],
];
const PAIR_VALUES = new Set([
  ...['value', 'values', 'defaultValue', 'content', 'Value'],
  ...['OutputValue', 'ParameterValue'],
]);

/** The name in `{name: PASSWORD, value: x}`; undefined for what is no such pair. */
function nameOfPair(object: JsonObject): string | undefined {
  const names = PAIR_NAMES.filter(key => Object.hasOwn(object, key))
    .map(key => object[key])
    .filter(name => typeof name === 'string');
  return names.find(mayBeSecret) ?? names[0];
}

/** In a state or plan of Terraform: what says which fields of another one are secret. */
const SENSITIVE_FIELDS = new Map([
  ['attributes', 'sensitive_attributes'],
  ['values', 'sensitive_values'],
  ['before', 'before_sensitive'],
  ['after', 'after_sensitive'],
]);

/** Source: Terraform, `[[{type: get_attr, value: password}]]` and `{password: true}`. */
function secretFieldsOf(
  object: JsonObject,
  key: string,
): Set<string> | undefined {
  const marksKey = SENSITIVE_FIELDS.get(key);
  const marks = marksKey === undefined ? undefined : object[marksKey];
  if (Array.isArray(marks)) {
    const names = marks.map(mark =>
      Array.isArray(mark) ? at(mark[0], 'value') : mark,
    );
    return new Set(names.filter(name => typeof name === 'string'));
  }
  if (!isObject(marks)) return undefined;
  const names = Object.keys(marks).filter(name => isMarked(marks[name]));
  return new Set(names);
}

/** Of what has nothing secret in it, it has `false`, or something empty. */
const isMarked = (mark: JsonValue | undefined): boolean =>
  typeof mark === 'object' && mark !== null
    ? Object.keys(mark).length > 0
    : mark === true;
