import { useMemo, useState } from 'react';
import { TextAreaField } from '@backstage/ui';
import type { JsonObject, JsonValue } from '@backstage/types';
import { isObject } from '@syntasso/plugin-ske-common';
import { deepEquals } from '@rjsf/utils';
import { stringify } from 'yaml';
import { useT } from '../../translations/useT';
import { Frame } from '../Frame';
import { useFormApi, useReported, type FieldProps } from '../FormApi';
import { readYaml } from '../yaml';

const NOTHING: JsonObject = {};

/** What an object may have besides the fields that its schema names, as YAML. */
export function OtherFields(props: FieldProps) {
  const t = useT();
  const { set } = useFormApi();
  const { schema, path, value, locked } = props;
  const named = isObject(schema.properties) ? schema.properties : NOTHING;
  const object = isObject(value) ? value : NOTHING;
  const [known, others] = useMemo(() => split(object, named), [object, named]);
  const [typed, setTyped] = useState(() => textOf(others));
  const now = readFields(typed, named);
  // What was typed stands until the fields come from elsewhere.
  const text =
    now.kind === 'fields' && !deepEquals(now.fields, others)
      ? textOf(others)
      : typed;
  const read = readFields(text, named);
  const problem =
    read.kind === 'fields' ? undefined : t(`field.${read.kind}`, read.values);
  const placed = useMemo(() => [...path, ''], [path]);
  useReported(placed, problem);
  const change = (next: string) => {
    setTyped(next);
    const found = readFields(next, named);
    if (found.kind === 'fields') set(path, { ...known, ...found.fields });
  };
  const field: FieldProps = {
    schema: NOTHING,
    path: placed,
    title: t('field.otherFields'),
    value: undefined,
    required: false,
    problems: undefined,
    locked,
  };
  return (
    <Frame field={field} problem={problem}>
      {control => (
        <TextAreaField
          {...control}
          isInvalid={problem !== undefined}
          placeholder={t('field.yaml')}
          spellCheck="false"
          value={text}
          onChange={change}
          rows={3}
        />
      )}
    </Frame>
  );
}

type ReadFields =
  | { kind: 'fields'; fields: JsonObject }
  | {
      kind: 'brokenYaml' | 'noFields' | 'knownField';
      values: Record<string, string>;
    };

/** Fields in YAML; none of those that have a place of their own. */
function readFields(text: string, named: JsonObject): ReadFields {
  const read = readYaml(text);
  if (read.kind === 'broken') {
    return { kind: 'brokenYaml', values: { reason: read.reason } };
  }
  const fields = read.value ?? NOTHING;
  if (!isObject(fields)) return { kind: 'noFields', values: {} };
  const known = Object.keys(fields).find(name => Object.hasOwn(named, name));
  return known === undefined
    ? { kind: 'fields', fields }
    : { kind: 'knownField', values: { name: known } };
}

function split(object: JsonObject, named: JsonObject) {
  const parts = [true, false].map(own =>
    Object.fromEntries(
      Object.entries(object).filter(
        ([key]) => Object.hasOwn(named, key) === own,
      ),
    ),
  );
  return parts as [JsonObject, JsonObject];
}

const textOf = (fields: JsonValue) =>
  isObject(fields) && Object.keys(fields).length > 0
    ? stringify(fields, { lineWidth: 0 })
    : '';
