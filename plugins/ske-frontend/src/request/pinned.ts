import type { JsonObject, JsonValue } from '@backstage/types';
import { isObject, type FieldProblem } from '@syntasso/plugin-ske-common';
import { deepEquals, type ErrorSchema } from '@rjsf/utils';

/** A problem of the platform at the field of the form that it is about. */
export interface Pinned {
  /** Page of the form, from 0. */
  page: number;
  path: string[];
  message: string;
  /** What the field had when the platform said so. */
  value: JsonValue | undefined;
}

/** Problems with a field of the form, and those that belong to none. */
export interface PinnedProblems {
  pinned: Pinned[];
  others: FieldProblem[];
}

/**
 * Finds the fields of a form that problems are about. A problem deeper than the
 * form goes is pinned to the field that has it inside.
 *
 * @param problems - fields as Kubernetes names them: `spec.users[0].name`
 * @param pages - schemas of the form's pages, with their `ui:` keys
 */
export function pinProblems(
  problems: FieldProblem[],
  pages: JsonObject[],
  values: Record<string, JsonValue>,
): PinnedProblems {
  const pinned: Pinned[] = [];
  const others: FieldProblem[] = [];
  for (const problem of problems) {
    const wanted = formPath(problem.field ?? '');
    const found = pages
      .map((page, index) => ({ page: index, path: reach(page, wanted) }))
      .sort((a, b) => b.path.length - a.path.length)[0];
    if (!found || found.path.length === 0) {
      others.push(problem);
      continue;
    }
    const inside = wanted.slice(found.path.length).join('.');
    pinned.push({
      ...found,
      message: inside ? `${inside}: ${problem.message}` : problem.message,
      value: valueAt(values, found.path),
    });
  }
  return {
    pinned: pinned.sort((a, b) => a.page - b.page),
    others,
  };
}

/** Those of a page that still have what the platform has complained about. */
export const standing = (
  pinned: Pinned[],
  page: number,
  values: Record<string, JsonValue>,
) =>
  pinned.filter(
    one =>
      one.page === page && deepEquals(valueAt(values, one.path), one.value),
  );

/** As rjsf shows errors that it has not found itself. */
export function errorsOf(pinned: Pick<Pinned, 'path' | 'message'>[]) {
  const root: Record<string, unknown> = {};
  for (const { path, message } of pinned) {
    let node = root;
    for (const key of path) {
      node[key] ??= {};
      node = node[key] as Record<string, unknown>;
    }
    node.__errors = [...((node.__errors as string[]) ?? []), message];
  }
  return root as ErrorSchema;
}

/** Where in the form's values a field of the manifest is. */
function formPath(field: string): string[] {
  const path = [...field.matchAll(/[^.[\]"]+/g)].map(([part]) => part);
  if (path[0] !== 'metadata') return path;
  if (path[1] === 'name') return ['objname'];
  return path[1] === 'namespace' ? ['objnamespace'] : [];
}

/** As much of a path as a schema has fields for. */
function reach(schema: JsonObject, path: string[]): string[] {
  const reached: string[] = [];
  let node: JsonValue | undefined = schema;
  for (const key of path) {
    if (!isObject(node) || node['ui:field'] !== undefined) break;
    if (isObject(node.properties)) node = node.properties[key];
    else node = /^\d+$/.test(key) ? node.items : undefined;
    if (node === undefined) break;
    reached.push(key);
  }
  return reached;
}

function valueAt(
  values: Record<string, JsonValue>,
  path: string[],
): JsonValue | undefined {
  let value: unknown = values;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value as JsonValue | undefined;
}
