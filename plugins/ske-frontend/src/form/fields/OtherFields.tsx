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
  const namedProperties = isObject(schema.properties)
    ? schema.properties
    : NOTHING;
  const object = isObject(value) ? value : NOTHING;
  const [namedFields, otherFields] = useMemo(
    () => split(object, namedProperties),
    [object, namedProperties],
  );
  const [typedText, setTypedText] = useState(() => textOf(otherFields));
  const typedResult = readFields(typedText, namedProperties);
  // What was typed stands until the fields come from elsewhere.
  const text =
    typedResult.kind === 'fields' &&
    !deepEquals(typedResult.fields, otherFields)
      ? textOf(otherFields)
      : typedText;
  const shownResult = readFields(text, namedProperties);
  const problem =
    shownResult.kind === 'fields'
      ? undefined
      : t(`field.${shownResult.kind}`, shownResult.values);
  const problemPath = useMemo(() => [...path, ''], [path]);
  useReported(problemPath, problem);
  const change = (next: string) => {
    setTypedText(next);
    const nextResult = readFields(next, namedProperties);
    if (nextResult.kind === 'fields')
      set(path, { ...namedFields, ...nextResult.fields });
  };
  const field: FieldProps = {
    schema: NOTHING,
    path: problemPath,
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
function readFields(text: string, namedProperties: JsonObject): ReadFields {
  const parsedYaml = readYaml(text);
  if (parsedYaml.kind === 'broken') {
    return { kind: 'brokenYaml', values: { reason: parsedYaml.reason } };
  }
  const fields = parsedYaml.value ?? NOTHING;
  if (!isObject(fields)) return { kind: 'noFields', values: {} };
  const namedField = Object.keys(fields).find(name =>
    Object.hasOwn(namedProperties, name),
  );
  return namedField === undefined
    ? { kind: 'fields', fields }
    : { kind: 'knownField', values: { name: namedField } };
}

function split(object: JsonObject, namedProperties: JsonObject) {
  const parts = [true, false].map(isNamed =>
    Object.fromEntries(
      Object.entries(object).filter(
        ([key]) => Object.hasOwn(namedProperties, key) === isNamed,
      ),
    ),
  );
  return parts as [JsonObject, JsonObject];
}

const textOf = (fields: JsonValue) =>
  isObject(fields) && Object.keys(fields).length > 0
    ? stringify(fields, { lineWidth: 0 })
    : '';
