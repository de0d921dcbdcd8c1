import { deepEquals } from '@rjsf/utils';
import type { JsonObject, JsonValue } from '@backstage/types';
import {
  secretNameOf,
  pathOfStoredSecretMark,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import {
  forgetSecrets,
  newSecretName,
  putMarksBack,
  takeSecrets,
  type UntouchedSecret,
} from '../../../form/secretValues';
import { valueAt, withValueAt, type Path } from '../../../form/values';
import type { Draft } from '../draft/drafts';
import { asksName } from '../template/names';
import { templateDefaults, type FormSections } from '../template/sections';
import type { DialogTarget } from '../template/dialogTarget';
import { startOf, type StartNote } from './startOf';

/** What the form holds. */
export interface FormState {
  values: Record<string, JsonValue>;
  /** The object that an update changes, as it was when the values were made from it. */
  base: Manifest | undefined;
  /** When the draft was kept that the form began with, if it did. */
  restored: string | undefined;
  /** Where the draft had secrets, which nobody keeps; until they are typed again. */
  lostSecrets: Path[];
  /** Whether a person has changed something that is not sent. */
  filledIn: boolean;
}

/** Those paths at which nothing was typed. */
export const withoutTyped = (
  paths: Path[],
  values: FormState['values'],
  stored: ReadonlyMap<string, string>,
) =>
  paths.filter(path => {
    const value = valueAt(values, path) ?? undefined;
    const name = secretNameOf(value);
    return value === undefined || (name !== undefined && stored.has(name));
  });

/** How many keys of a path lead to the first list on the way; -1 where there is none. */
const depthOfList = (values: FormState['values'], path: Path): number =>
  path.findIndex((_, depth) =>
    Array.isArray(valueAt(values, path.slice(0, depth))),
  );

/** Those paths in other values, where the item of a list may be at another place. */
export function findMovedPaths(
  paths: Path[],
  before: FormState['values'],
  now: FormState['values'],
): Path[] {
  return paths.flatMap(path => {
    const depth = depthOfList(before, path);
    if (depth < 0) return [path];
    const list = path.slice(0, depth);
    const item = valueAt(before, path.slice(0, depth + 1));
    const items = valueAt(now, list);
    const index = Array.isArray(items)
      ? items.findIndex(candidate => deepEquals(candidate, item))
      : -1;
    return index < 0
      ? []
      : [[...list, String(index), ...path.slice(depth + 1)]];
  });
}

/** Of the secrets of a form those that stand for one that the object has. */
export const storedAmong = (secrets: Record<string, string>) =>
  new Map(
    Object.entries(secrets).filter(
      ([, text]) => pathOfStoredSecretMark(text) !== undefined,
    ),
  );

/** What the form begins with when something was filled in before. */
export function draftState(
  draft: Draft,
  start: ReturnType<typeof freshState>,
  schema: JsonObject,
): ReturnType<typeof freshState> {
  const { base, savedAt, secretPaths = [], keptSecrets = [] } = draft;
  const restoredValues = putMarksBack(draft.values, keptSecrets);
  const { values, secrets } = takeSecrets(restoredValues, schema);
  // What was typed is lost; until it is typed again the object keeps what it has. In a
  // list there may be another item at the same place.
  const allValues = secretPaths.reduce((all, path) => {
    if (depthOfList(values, path) >= 0) return all;
    const present = valueAt(start.state.values, path);
    return secretNameOf(present) === undefined
      ? all
      : withValueAt(all, path, present);
  }, values);
  return {
    secrets: { ...start.secrets, ...secrets },
    note: start.note,
    state: {
      values: allValues,
      base,
      restored: savedAt,
      lostSecrets: secretPaths,
      filledIn: true,
    },
  };
}

/** What the form begins with when nothing was filled in before. */
export function freshState(
  target: DialogTarget,
  sections: FormSections,
): {
  state: FormState;
  secrets: Record<string, string>;
  note?: StartNote;
} {
  const { schema } = sections;
  const { values: startValues, note } = startOf(target, sections);
  const start = {
    ...templateDefaults(schema),
    ...startValues,
    ...(target.kind === 'request' && target.proposedName && asksName(schema)
      ? { objname: target.proposedName }
      : {}),
  };
  // What the object has in place of a secret is text, whatever it looks like.
  const { values, secrets } = takeSecrets(
    start,
    schema,
    newSecretName,
    () => false,
  );
  const base = target.kind === 'update' ? target.resource.manifest : undefined;
  return {
    secrets,
    note,
    state: {
      values,
      base,
      restored: undefined,
      lostSecrets: [],
      filledIn: false,
    },
  };
}

/** What an update started from, for a draft: it never has secrets. */
export function withoutSecretValues(
  base: Manifest | undefined,
  schema: JsonObject,
) {
  if (!base) return undefined;
  // Of its status nothing is needed.
  const { status: _, ...baseWithoutStatus } = base;
  const { values, secrets } = takeSecrets(baseWithoutStatus, schema);
  const storedSecrets = storedAmong(secrets);
  const keptSecrets: UntouchedSecret[] = [];
  const rest = forgetSecrets(values as JsonObject, undefined, (path, name) => {
    const text = name && storedSecrets.get(name);
    if (text) keptSecrets.push({ path: [...path], stored: text });
  });
  return putMarksBack(rest as unknown as Manifest, keptSecrets);
}
