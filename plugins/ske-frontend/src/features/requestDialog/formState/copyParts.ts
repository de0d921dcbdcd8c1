import type { JsonObject, JsonValue } from '@backstage/types';
import { isObject, SECRET_FIELD } from '@syntasso/plugin-ske-common';
import { isHiddenSecret } from '../../../form/hiddenSecret';
import { optionsOf } from '../../../form/fieldSchema';
import { schemaUnder, type Path } from '../../../form/values';

/** What another Resource begins with, and what it does not get. */
export interface CopiedParts {
  parts: JsonObject;
  /** Where secrets were. */
  secrets: Path[];
  /** Where something was that each Resource has of its own, by the hint `unique`. */
  unique: Path[];
}

/**
 * Copies the parts of a Resource for another one: without secrets, and without what its
 * platform team calls unique. A group of which nothing is left is left out.
 *
 * @param schema - of the form, with its `ui:` keys
 */
export function copyParts(schema: JsonObject, parts: JsonObject): CopiedParts {
  const secrets: Path[] = [];
  const unique: Path[] = [];
  const copy = (
    value: JsonValue,
    node: JsonObject | undefined,
    path: Path,
  ): JsonValue | undefined => {
    if (isHiddenSecret(value) || node?.['ui:field'] === SECRET_FIELD) {
      secrets.push(path);
      return undefined;
    }
    if (node && optionsOf(node).unique === true) {
      unique.push(path);
      return undefined;
    }
    const copyChild = (item: JsonValue, key: string) =>
      copy(item, node && schemaUnder(node, key), [...path, key]);
    if (Array.isArray(value)) {
      return value.flatMap((item, index) => {
        const copied = copyChild(item, String(index));
        return copied === undefined ? [] : [copied];
      });
    }
    if (!isObject(value)) return value;
    const copiedEntries = Object.entries(value).flatMap(([key, item]) => {
      const copied = item === undefined ? undefined : copyChild(item, key);
      return copied === undefined ? [] : [[key, copied] as const];
    });
    const isEmptied =
      copiedEntries.length === 0 && Object.keys(value).length > 0;
    return isEmptied && path.length > 1
      ? undefined
      : Object.fromEntries(copiedEntries);
  };
  const copiedParts = copy(parts, schema, []);
  return {
    parts: isObject(copiedParts) ? copiedParts : {},
    secrets,
    unique,
  };
}
