import type { JsonObject, JsonValue } from '@backstage/types';
import { describePath } from '../../../form/fieldIndex';
import { propertiesOf } from '../../../form/fieldSchema';
import type { Path } from '../../../form/values';
import {
  initialValues,
  partsOf,
  type DialogTarget,
} from '../template/dialogTarget';
import type { FormSections } from '../template/sections';
import { copyParts } from './copyParts';

/** What a form that begins with other values than usual has not taken over, in words. */
export interface StartNote {
  kind: 'like';
  /** The Resource that the new one is to be like. */
  name: string;
  secrets: string[];
  unique: string[];
}

/** What the form begins with, and what is to be said of it. */
export function startOf(
  target: DialogTarget,
  { schema, parts }: FormSections,
): { values: Record<string, JsonValue>; note: StartNote | undefined } {
  if (target.kind === 'request' && target.like) {
    const { metadata } = target.like;
    const original: JsonObject = partsOf(target.like, parts);
    const copied = copyParts(schema, original);
    const describe = (paths: Path[]) =>
      paths.map(path => describePath(schema, path, original));
    const asksNamespace = propertiesOf(schema).some(
      ({ name }) => name === 'objnamespace',
    );
    return {
      values: {
        ...(asksNamespace && metadata.namespace
          ? { objnamespace: metadata.namespace }
          : {}),
        ...partsOf(copied.parts, parts),
      },
      note: {
        kind: 'like',
        name: metadata.name,
        secrets: describe(copied.secrets),
        unique: describe(copied.unique),
      },
    };
  }
  return { values: initialValues(target, parts), note: undefined };
}
