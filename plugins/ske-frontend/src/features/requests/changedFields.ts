import type { JsonObject, JsonValue } from '@backstage/types';
import { isObject, type RequestRecord } from '@syntasso/plugin-ske-common';
import { isSameJson } from '../../utils/isSameJson';
import { readRecordedManifest } from './recordedManifest';

/** Deeper changes are told as one of what they are in. */
const DEEPEST = 6;
const MOST_FIELDS = 200;

/**
 * Which fields a request has changed of what was there before, such as `size` or
 * `backup.bucket`; a list is one field. Undefined where one of both is not known.
 */
export function changedFields({
  before: beforeText,
  manifest: afterText,
}: Pick<RequestRecord, 'before' | 'manifest'>): string[] | undefined {
  const before = readRecordedManifest(beforeText);
  const after = readRecordedManifest(afterText);
  if (!before || !after) return undefined;
  const fields: string[] = [];
  const compare = (
    was: JsonValue | undefined,
    is: JsonValue | undefined,
    path: string[],
  ) => {
    if (fields.length >= MOST_FIELDS || isSameJson(was, is)) return;
    const isGroup = isObject(was) && isObject(is) && path.length < DEEPEST;
    if (!isGroup) {
      fields.push(path.join('.'));
      return;
    }
    for (const key of new Set([...Object.keys(was), ...Object.keys(is)])) {
      compare(ownValue(was, key), ownValue(is, key), [...path, key]);
    }
  };
  const { spec: was = {} } = before;
  const { spec: is = {} } = after;
  if (!isObject(was) || !isObject(is)) {
    return isSameJson(was, is) ? [] : ['spec'];
  }
  compare(was, is, []);
  return fields;
}

const ownValue = (object: JsonObject, key: string) =>
  Object.hasOwn(object, key) ? object[key] : undefined;
