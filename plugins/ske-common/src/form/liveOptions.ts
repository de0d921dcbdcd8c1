import type { JsonObject, JsonValue } from '@backstage/types';
import { isObject } from '../kubernetes/json';
import { fieldPathOf, type FieldStep } from './fieldPath';
import { findField } from './fieldPlace';
import { hintsIn, type FormHints } from './hints';
import { FORM_HINTS_KEYWORD } from '../kubernetes/keywords';
import type { FormPage } from './pages';

/** Values to choose from that only the platform knows. @public */
export type LiveOptions = Extract<
  NonNullable<FormHints['options']>,
  { from: 'namespaces' | 'resources' | 'destinations' }
>;

const LIVE_SOURCES: Record<LiveOptions['from'], true> = {
  namespaces: true,
  resources: true,
  destinations: true,
};

/**
 * Where the values to choose from are found for a field of an offering's form, as
 * its platform team says; undefined where it says nothing of that kind.
 *
 * @param spec - schema of the form's `spec`, with hints in it
 * @param field - its path, such as `spec.source` or `spec.users[].namespace`
 * @public
 */
export function liveOptionsOf(
  spec: JsonObject,
  field: string,
): LiveOptions | undefined {
  const place = findField(spec, field);
  if (typeof place === 'string') return undefined;
  const { options } = hintsIn(place.node[FORM_HINTS_KEYWORD] ?? {}).hints;
  return options && isLive(options) ? options : undefined;
}

const isLive = (
  options: NonNullable<FormHints['options']>,
): options is LiveOptions => Object.hasOwn(LIVE_SOURCES, options.from);

/**
 * Puts into a page for a spec whom to ask for live options: its Promise, and the
 * path of the field. Nodes without such options are the same objects as before.
 *
 * @param promise - name of the Promise whose form it is
 */
export function withLiveOptions(page: FormPage, promise: string): FormPage {
  const { properties } = page;
  if (!isObject(properties) || !isObject(properties.spec)) return page;
  const spec = addOptionsAddress(properties.spec, promise, []);
  if (spec === properties.spec) return page;
  return { ...page, properties: { ...properties, spec } };
}

function addOptionsAddress(
  node: JsonObject,
  promise: string,
  steps: FieldStep[],
): JsonObject {
  const changes: JsonObject = {};
  const into = (child: JsonValue | undefined, step?: FieldStep) =>
    isObject(child)
      ? addOptionsAddress(child, promise, step ? [...steps, step] : steps)
      : child;
  const { properties, items, additionalProperties } = node;
  if (isObject(properties)) {
    const childEntries = Object.entries(properties).map(
      ([name, child]) => [name, child, into(child, { name })] as const,
    );
    if (childEntries.some(([, before, after]) => before !== after)) {
      changes.properties = Object.fromEntries(
        childEntries.map(([name, , child]) => [name, child]),
      ) as JsonObject;
    }
  }
  for (const [key, child, step] of [
    ['items', items, '[]'],
    ['additionalProperties', additionalProperties, '{}'],
  ] as const) {
    const newChild = into(child, step);
    if (newChild !== child) changes[key] = newChild;
  }
  for (const key of ['oneOf', 'anyOf', 'allOf']) {
    const branches = node[key];
    if (!Array.isArray(branches)) continue;
    const newBranches = branches.map(branch => into(branch) as JsonValue);
    if (newBranches.some((branch, index) => branch !== branches[index])) {
      changes[key] = newBranches;
    }
  }
  const ownOptions = node['ui:options'];
  if (isObject(ownOptions) && ownOptions.optionsFrom !== undefined) {
    const optionsFrom = { promise, field: fieldPathOf(steps) };
    changes['ui:options'] = { ...ownOptions, optionsFrom };
  }
  return Object.keys(changes).length > 0 ? { ...node, ...changes } : node;
}
