import type { JsonObject, JsonValue } from '@backstage/types';
import { isObject } from '../kubernetes/json';
import { findField, keyOf, pathOf, type Place } from './fieldPlace';
import { fittingHints } from './fittingHints';
import { hintsIn, type FormHints } from './hints';
import { FORM_HINTS_KEYWORD } from '../kubernetes/keywords';
import { FORM_HINTS_ANNOTATION } from './readHints';

/**
 * Puts hints into the schema of a `spec`: those that are in its nodes already
 * (`x-ske-form`), and those of the Promise's annotation, which win one by one.
 * Hints that are wrong, or wrong at their place, are reported and left out.
 *
 * The schema stays as it is; nodes without hints are the same objects in the
 * result. A schema is searched for its own hints the first time only, so it must
 * not be changed afterwards.
 *
 * @param schema - the `openAPIV3Schema` node of `spec`
 * @param hints - from {@link readFormHints}
 * @public
 */
export function withFormHints(
  schema: JsonObject,
  hints: ReadonlyMap<string, FormHints>,
): { schema: JsonObject; problems: string[] } {
  const apiHints = ownHints(schema);
  const problems = [...apiHints.problems];
  const change = newChange();
  apiHints.mended.forEach(place => {
    changeAt(change, place.address).hints = apiHints.hints.get(keyOf(place))!;
  });
  for (const [path, wantedHints] of hints) {
    const place = findField(schema, path);
    if (typeof place === 'string') {
      problems.push(`${FORM_HINTS_ANNOTATION}: ${place}.`);
      continue;
    }
    const { hints: right, wrong } = fittingHints(wantedHints, place, schema);
    problems.push(...reportProblems(FORM_HINTS_ANNOTATION, place, wrong));
    if (Object.keys(right).length === 0) continue;
    const placeChange = changeAt(change, place.address);
    placeChange.hints = {
      ...(placeChange.hints ?? apiHints.hints.get(keyOf(place))),
      ...right,
    };
  }
  const changes = change.hints !== undefined || change.below.size > 0;
  return {
    schema: changes ? (applyChange(schema, change) as JsonObject) : schema,
    problems,
  };
}

/** What a schema says about its own form. */
interface OwnHints {
  /** What is right, by {@link keyOf}. */
  hints: Map<string, FormHints>;
  /** Places that have something else, too. */
  mended: Place[];
  problems: string[];
}

const hintsBySchema = new WeakMap<JsonObject, OwnHints>();

function ownHints(schema: JsonObject): OwnHints {
  const cached = hintsBySchema.get(schema);
  if (cached) return cached;
  const result: OwnHints = { hints: new Map(), mended: [], problems: [] };
  search({ address: [], node: schema }, [], place => {
    const readResult = hintsIn(place.node[FORM_HINTS_KEYWORD]);
    const fit = fittingHints(readResult.hints, place, schema);
    const wrongHints = [...readResult.wrong, ...fit.wrong];
    result.hints.set(keyOf(place), fit.hints);
    if (wrongHints.length > 0) result.mended.push(place);
    result.problems.push(
      ...reportProblems(
        `${FORM_HINTS_KEYWORD} in the Promise's API`,
        place,
        wrongHints,
      ),
    );
  });
  hintsBySchema.set(schema, result);
  return result;
}

/**
 * Goes to all nodes that have hints; alternatives are nodes as well.
 *
 * @param way - the address of the place; one array for all, as most have no hints
 */
function search(place: Place, way: string[], onFound: (place: Place) => void) {
  const { node } = place;
  if (Object.hasOwn(node, FORM_HINTS_KEYWORD)) {
    onFound({ ...place, address: [...way] });
  }
  const into = (child: unknown, keys: string[], name?: string) => {
    if (!isObject(child)) return;
    way.push(...keys);
    search({ address: way, node: child, holder: node, name }, way, onFound);
    way.length -= keys.length;
  };
  const { properties } = node;
  if (isObject(properties)) {
    for (const name of Object.keys(properties)) {
      into(properties[name], ['properties', name], name);
    }
  }
  into(node.items, ['items']);
  into(node.additionalProperties, ['additionalProperties']);
  for (const key of ['oneOf', 'anyOf', 'allOf'] as const) {
    const branches = node[key];
    if (!Array.isArray(branches)) continue;
    branches.forEach((branch, index) => into(branch, [key, String(index)]));
  }
}

const reportProblems = (source: string, place: Place, wrong: string[]) =>
  wrong.map(problem => `${source}: ${pathOf(place.address)}: ${problem}.`);

/** What changes in a node, and in what is below it, by its keys. */
interface Change {
  hints?: FormHints;
  below: Map<string, Change>;
}

const newChange = (): Change => ({ below: new Map() });

function changeAt(change: Change, address: readonly string[]): Change {
  let current = change;
  for (const key of address) {
    const next = current.below.get(key) ?? newChange();
    current.below.set(key, next);
    current = next;
  }
  return current;
}

function applyChange(value: JsonValue, { hints, below }: Change): JsonValue {
  const changeChild = (key: string, item: JsonValue | undefined) => {
    const change = below.get(key);
    return change && item !== undefined ? applyChange(item, change) : item;
  };
  if (Array.isArray(value)) {
    return value.map((item, index) => changeChild(String(index), item)!);
  }
  const entries = Object.entries(value as JsonObject)
    .filter(([key]) => hints === undefined || key !== FORM_HINTS_KEYWORD)
    .map(([key, item]) => [key, changeChild(key, item)]);
  if (hints && Object.keys(hints).length > 0) {
    entries.push([FORM_HINTS_KEYWORD, hints]);
  }
  return Object.fromEntries(entries) as JsonObject;
}
