import type { JsonObject, JsonValue } from '@backstage/types';
import {
  isObject,
  secretNameOf,
  pathOfStoredSecretMark,
} from '@syntasso/plugin-ske-common';
import { describePath } from '../../../form/fieldIndex';
import type { Path } from '../../../form/values';

/** Secrets of a request in words, by what becomes of them. */
export interface SecretChanges {
  set: string[];
  replaced: string[];
  removed: string[];
  kept: string[];
}

/**
 * What becomes of each secret of an object. One that stays may be at another place of
 * its list; one that is typed takes the place of the one whose name it has.
 *
 * @param before - the object's parts, with what stands for its secrets
 * @param now - the form's, with the names of secrets
 * @param stored - what stands for secrets of the object, by the form's names for them
 */
export function findSecretChanges(
  schema: JsonObject,
  before: JsonObject,
  now: JsonObject,
  stored: ReadonlyMap<string, string>,
): SecretChanges {
  const unmatched = new Map<string, string>();
  visitTexts(before, (text, path) => {
    if (pathOfStoredSecretMark(text)) {
      unmatched.set(text, describePath(schema, path, before));
    }
  });
  const changes: SecretChanges = {
    set: [],
    replaced: [],
    removed: [],
    kept: [],
  };
  const typedTitles: string[] = [];
  visitTexts(now, (text, path) => {
    const name = secretNameOf(text);
    const secretText = name === undefined ? text : stored.get(name);
    const title = describePath(schema, path, now);
    if (secretText !== undefined && pathOfStoredSecretMark(secretText)) {
      changes.kept.push(title);
      unmatched.delete(secretText);
    } else if (name !== undefined) {
      typedTitles.push(title);
    }
  });
  for (const title of typedTitles) {
    const replacedEntry = [...unmatched].find(([, other]) => other === title);
    if (replacedEntry) unmatched.delete(replacedEntry[0]);
    changes[replacedEntry ? 'replaced' : 'set'].push(title);
  }
  changes.removed.push(...unmatched.values());
  return changes;
}

function visitTexts(
  value: JsonValue | undefined,
  visit: (text: string, path: Path) => void,
  path: string[] = [],
): void {
  if (typeof value === 'string') visit(value, path);
  else if (Array.isArray(value)) {
    value.forEach((item, index) =>
      visitTexts(item, visit, [...path, String(index)]),
    );
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      visitTexts(item, visit, [...path, key]);
    }
  }
}
