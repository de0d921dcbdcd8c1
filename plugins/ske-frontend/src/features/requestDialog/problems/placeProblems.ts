import type { JsonObject, JsonValue } from '@backstage/types';
import { isObject, type FieldProblem } from '@syntasso/plugin-ske-common';
import { deepEquals } from '@rjsf/utils';
import { kindOf } from '../../../form/fieldSchema';
import { childOf, valueAt, type Path } from '../../../form/values';

/** A problem of the platform at the field of the form that it is about. */
export interface PlacedProblem {
  path: Path;
  message: string;
  /** What the field had when the platform said so. */
  value: JsonValue | undefined;
}

/** Problems with a field of the form, and those that belong to none. */
export interface PlacedProblems {
  atFields: PlacedProblem[];
  others: FieldProblem[];
}

/**
 * Finds the fields of a form that problems are about. A problem deeper than the
 * form goes is placed at the field that has it inside.
 *
 * @param problems - fields as Kubernetes names them: `spec.users[0].name`
 * @param schema - of all values of the form, with its `ui:` keys
 */
export function placeProblems(
  problems: FieldProblem[],
  schema: JsonObject,
  values: Record<string, JsonValue>,
): PlacedProblems {
  const atFields: PlacedProblem[] = [];
  const otherProblems: FieldProblem[] = [];
  for (const problem of problems) {
    const { path, rest } = reach(
      schema,
      values,
      formField(problem.field ?? ''),
    );
    if (path.length === 0) {
      otherProblems.push(problem);
      continue;
    }
    atFields.push({
      path,
      message: rest ? `${rest}: ${problem.message}` : problem.message,
      value: valueAt(values, path),
    });
  }
  return { atFields, others: otherProblems };
}

/** Those whose fields still have what the platform has complained about. */
export const stillPresent = (
  atFields: PlacedProblem[],
  values: Record<string, JsonValue>,
): PlacedProblem[] =>
  atFields.filter(problem =>
    deepEquals(valueAt(values, problem.path), problem.value),
  );

/** A field of the manifest as the form's values have it. */
function formField(field: string): string {
  if (!/^metadata([.[]|$)/.test(field)) return field;
  if (field === 'metadata.name') return 'objname';
  return field === 'metadata.namespace' ? 'objnamespace' : '';
}

/**
 * As much of a field's name as the form has fields for. Names of properties and
 * keys of maps may have dots, slashes and brackets in them, so they are compared
 * with what is there instead of being split.
 */
function reach(
  root: JsonObject,
  values: JsonValue,
  field: string,
): { path: string[]; rest: string } {
  const path: string[] = [];
  let schema: JsonObject | undefined = root;
  let value: JsonValue | undefined = values;
  let rest = field;
  // Text of YAML has no fields inside.
  while (schema && rest !== '' && kindOf(schema) !== 'yaml') {
    const key = nextKey(schema, value, rest);
    if (key === undefined) break;
    const child: JsonObject | undefined = Array.isArray(value)
      ? itemOf(schema)
      : childOf(schema, key.name);
    if (!child) break;
    path.push(key.name);
    schema = child;
    value = valueAt(value, [key.name]);
    rest = rest.slice(key.length).replace(/^\./, '');
  }
  return { path, rest };
}

const itemOf = ({ items }: JsonObject) => (isObject(items) ? items : undefined);

function nextKey(
  schema: JsonObject,
  value: JsonValue | undefined,
  rest: string,
): { name: string; length: number } | undefined {
  const { properties } = schema;
  const names = [
    ...Object.keys(isObject(properties) ? properties : {}),
    ...(isObject(value) ? Object.keys(value) : []),
    ...(Array.isArray(value) ? value.map((_, index) => String(index)) : []),
  ].sort((a, b) => b.length - a.length);
  for (const name of names) {
    for (const spelling of [name, `[${name}]`, `["${name}"]`]) {
      const nextCharacter = rest[spelling.length];
      if (
        rest.startsWith(spelling) &&
        (nextCharacter === undefined ||
          nextCharacter === '.' ||
          nextCharacter === '[')
      ) {
        return { name, length: spelling.length };
      }
    }
  }
  return undefined;
}
