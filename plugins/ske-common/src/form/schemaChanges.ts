import type { JsonObject, JsonValue } from '@backstage/types';
import { isObject } from '../kubernetes/json';
import { fieldPathOf, type FieldStep } from './fieldPath';

/**
 * What a newer API changes of one field. `required`, `optional`: it was the other before.
 * `limit`: one of `minimum`, `pattern` and such. `rules`: CEL rules, which cannot be told
 * in words.
 *
 * @public
 */
export type SchemaChange = {
  /** Path of the field, such as `spec.users[].name`; `spec` for all of it. */
  field: string;
} & (
  | { kind: 'added'; required: boolean }
  | { kind: 'removed' }
  | { kind: 'required' }
  | { kind: 'optional' }
  | { kind: 'type'; before: string; after: string }
  | { kind: 'choices'; removed: string[]; added: string[] }
  | { kind: 'default'; before: string | undefined; after: string | undefined }
  | {
      kind: 'limit';
      limit: string;
      before: string | undefined;
      after: string | undefined;
    }
  | { kind: 'rules' }
);

/** More changes than these nobody reads. */
const MOST_CHANGES = 200;
const DEEPEST = 50;

/** Keywords that say which values there may be, besides those told of by themselves. */
const LIMITS = [
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
  ...['multipleOf', 'minLength', 'maxLength', 'pattern', 'format'],
  ...['minItems', 'maxItems', 'uniqueItems', 'minProperties'],
  ...['maxProperties', 'nullable', 'x-kubernetes-preserve-unknown-fields'],
  ...['oneOf', 'anyOf', 'allOf', 'not'],
];

/**
 * What a schema of `spec` changes against an older one, field by field, in the order of
 * the newer one. Texts such as descriptions are no change. At most 200 are told.
 *
 * @param before - of the older version, as its CRD has it
 * @param after - of the newer one
 * @public
 */
export function schemaChanges(
  before: JsonObject,
  after: JsonObject,
): SchemaChange[] {
  const changes: SchemaChange[] = [];
  const add = (change: SchemaChange) => {
    if (changes.length < MOST_CHANGES) changes.push(change);
  };
  const compare = (was: JsonObject, is: JsonObject, steps: FieldStep[]) => {
    if (steps.length > DEEPEST || changes.length >= MOST_CHANGES) return;
    const field = fieldPathOf(steps);
    const [typeBefore, typeAfter] = [typeOf(was), typeOf(is)];
    if (typeBefore !== typeAfter) {
      add({ field, kind: 'type', before: typeBefore, after: typeAfter });
      return;
    }
    compareValues(was, is, field, add);
    compareProperties(was, is, steps);
    for (const [keyword, step] of CHILDREN) {
      const [childBefore, childAfter] = [was[keyword], is[keyword]];
      if (isObject(childBefore) && isObject(childAfter)) {
        compare(childBefore, childAfter, [...steps, step]);
      }
    }
  };
  const compareProperties = (
    was: JsonObject,
    is: JsonObject,
    steps: FieldStep[],
  ) => {
    const [fieldsBefore, fieldsAfter] = [fieldsOf(was), fieldsOf(is)];
    const [requiredBefore, requiredAfter] = [requiredOf(was), requiredOf(is)];
    for (const [name, child] of fieldsAfter) {
      const childSteps = [...steps, { name }];
      const field = fieldPathOf(childSteps);
      const childBefore = fieldsBefore.get(name);
      const required = requiredAfter.has(name);
      if (!childBefore) {
        add({ field, kind: 'added', required });
        continue;
      }
      if (required !== requiredBefore.has(name)) {
        add({ field, kind: required ? 'required' : 'optional' });
      }
      compare(childBefore, child, childSteps);
    }
    for (const name of fieldsBefore.keys()) {
      if (fieldsAfter.has(name)) continue;
      add({ field: fieldPathOf([...steps, { name }]), kind: 'removed' });
    }
  };
  compare(before, after, []);
  return changes;
}

const CHILDREN = [
  ['items', '[]'],
  ['additionalProperties', '{}'],
] as const;

/** What is said of the values of one field. */
function compareValues(
  was: JsonObject,
  is: JsonObject,
  field: string,
  add: (change: SchemaChange) => void,
) {
  const [choicesBefore, choicesAfter] = [choicesOf(was), choicesOf(is)];
  if (choicesBefore && choicesAfter) {
    const [namesBefore, namesAfter] = [choicesBefore, choicesAfter].map(
      choices => new Set(choices),
    );
    const removed = choicesBefore.filter(text => !namesAfter.has(text));
    const added = choicesAfter.filter(text => !namesBefore.has(text));
    if (removed.length + added.length > 0) {
      add({ field, kind: 'choices', removed, added });
    }
  } else if (choicesBefore ?? choicesAfter) {
    add({
      field,
      kind: 'limit',
      limit: 'enum',
      before: choicesBefore?.join(', '),
      after: choicesAfter?.join(', '),
    });
  }
  for (const limit of LIMITS) {
    const [before, after] = [textOf(was[limit]), textOf(is[limit])];
    if (before !== after) add({ field, kind: 'limit', limit, before, after });
  }
  const [before, after] = [textOf(was.default), textOf(is.default)];
  if (before !== after) add({ field, kind: 'default', before, after });
  const rules = 'x-kubernetes-validations';
  if (textOf(was[rules]) !== textOf(is[rules])) add({ field, kind: 'rules' });
}

const typeOf = (node: JsonObject): string =>
  node['x-kubernetes-int-or-string'] === true
    ? 'integer or string'
    : textOf(node.type) ?? 'any';

const fieldsOf = ({ properties }: JsonObject): Map<string, JsonObject> =>
  new Map(
    Object.entries(isObject(properties) ? properties : {}).filter(
      (entry): entry is [string, JsonObject] => isObject(entry[1]),
    ),
  );

const requiredOf = ({ required }: JsonObject): Set<unknown> =>
  new Set(Array.isArray(required) ? required : []);

const choicesOf = (node: JsonObject): string[] | undefined =>
  Array.isArray(node.enum)
    ? node.enum.map(choice => textOf(choice) ?? '')
    : undefined;

/** A value as it is told; one that is not there is none. */
const textOf = (value: JsonValue | undefined): string | undefined => {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
};
