import type { JsonObject, JsonValue } from '@backstage/types';
import type { Manifest } from '@syntasso/plugin-ske-common';
import { describePath } from '../../../form/fieldIndex';
import { propertiesOf } from '../../../form/fieldSchema';
import type { Path } from '../../../form/values';
import {
  initialValues,
  partsOf,
  type DialogTarget,
  type EarlierRequest,
} from '../template/dialogTarget';
import type { FormSections } from '../template/sections';
import { copyParts } from './copyParts';
import { restoreParts } from './restoreParts';

/** What a form that begins with other values than usual has not taken over, in words. */
export type StartNote =
  | {
      kind: 'like';
      /** The Resource that the new one is to be like. */
      name: string;
      secrets: string[];
      unique: string[];
    }
  | {
      kind: 'earlier';
      /** When the request was made that is brought back. */
      recordedAt: string;
      locked: string[];
      kept: string[];
      missing: string[];
    };

/** What the form begins with, and what is to be said of it. */
export function startOf(target: DialogTarget, sections: FormSections): Start {
  if (target.kind === 'request' && target.like) {
    return startLike(target.like, sections);
  }
  if (target.kind === 'update' && target.earlier) {
    return startEarlier(target, target.earlier, sections);
  }
  const values = initialValues(target, sections.parts);
  return { values, note: undefined };
}

interface Start {
  values: Record<string, JsonValue>;
  note: StartNote | undefined;
}

function startLike(like: Manifest, { schema, parts }: FormSections): Start {
  const { metadata } = like;
  const original: JsonObject = partsOf(like, parts);
  const copied = copyParts(schema, original);
  const describe = describer(schema, original);
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

function startEarlier(
  target: Extract<DialogTarget, { kind: 'update' }>,
  { manifest, recordedAt }: EarlierRequest,
  { schema, parts }: FormSections,
): Start {
  const present: JsonObject = partsOf(target.resource.manifest, parts);
  const earlier: JsonObject = partsOf(manifest, parts);
  const restored = restoreParts(schema, present, earlier);
  const describe = describer(schema, earlier);
  // Its name and its repository are what they are.
  const otherEntries = Object.entries(initialValues(target, parts)).filter(
    ([name]) => !parts.includes(name),
  );
  return {
    values: {
      ...Object.fromEntries(otherEntries),
      ...partsOf(restored.parts, parts),
    },
    note: {
      kind: 'earlier',
      recordedAt,
      locked: describe(restored.locked),
      kept: describe(restored.kept),
      missing: describe(restored.missing),
    },
  };
}

const describer = (schema: JsonObject, values: JsonObject) => (paths: Path[]) =>
  paths.map(path => describePath(schema, path, values));
