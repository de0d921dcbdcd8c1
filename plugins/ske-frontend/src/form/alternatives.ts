import type { JsonObject } from '@backstage/types';
import { isObject } from '@syntasso/plugin-ske-common';
import { propertiesOf } from './fieldSchema';

/** Fields of an object of which a `oneOf` wants exactly one group. */
export interface Alternatives {
  groups: { title: string; names: string[] }[];
  /** Whether none of them may be given, too. */
  optional: boolean;
}

/**
 * The choices between fields that an object's rules ask for: `oneOf` with
 * `required` in each branch, also inside of `allOf`, and with a branch that
 * forbids them all. Other rules are validated and not drawn.
 */
export function alternativesOf(schema: JsonObject): Alternatives[] {
  const { allOf } = schema;
  const nodes = [
    schema,
    ...(Array.isArray(allOf) ? allOf.filter(isObject) : []),
  ];
  return nodes.flatMap(node => choiceOf(node, schema) ?? []);
}

function choiceOf(
  node: JsonObject,
  object: JsonObject,
): Alternatives | undefined {
  if (!Array.isArray(node.oneOf)) return undefined;
  const titles = new Map(
    propertiesOf(object).map(({ name, title }) => [name, title]),
  );
  const branches = node.oneOf.filter(isObject);
  const requiringBranches = branches.filter(branch => branch.not === undefined);
  const emptyBranches = branches.filter(
    branch => isObject(branch.not) && Object.keys(branch).length === 1,
  );
  if (
    requiringBranches.length + emptyBranches.length < branches.length ||
    emptyBranches.length > 1
  ) {
    return undefined;
  }
  const groups = requiringBranches.map(branch => namesIn(branch));
  const isDrawable =
    groups.length + emptyBranches.length > 1 &&
    groups.every(
      names => names.length > 0 && names.every(name => titles.has(name)),
    );
  // A field that every group asks for is no choice.
  const choices = groups.map(names =>
    names.filter(
      name => !groups.every(otherNames => otherNames.includes(name)),
    ),
  );
  if (!isDrawable || choices.some(names => names.length === 0))
    return undefined;
  return {
    groups: choices.map(names => ({
      names,
      title: names.map(name => titles.get(name)).join(' + '),
    })),
    optional: emptyBranches.length > 0,
  };
}

const namesIn = ({ required }: JsonObject): string[] =>
  Array.isArray(required) ? required.map(String) : [];
