import { useState } from 'react';
import { TextAreaField } from '@backstage/ui';
import type { JsonValue } from '@backstage/types';
import { parseDocument, stringify } from 'yaml';
import { useT } from '../../translations/useT';
import { Frame } from '../Frame';
import { useFormApi, type FieldProps } from '../FormApi';

/** What a text says as YAML, or why it says nothing. */
export type ReadYaml =
  | { kind: 'value'; value: JsonValue | undefined }
  | { kind: 'broken'; reason: string };

/** A free-form value, edited as YAML; also what no other field can show. */
export function YamlInput(props: FieldProps) {
  const t = useT();
  const { set, report } = useFormApi();
  const { path, value } = props;
  const [edited, setEdited] = useState<{ text: string; value: unknown }>();
  // What was typed stands until the value comes from elsewhere.
  const text =
    edited && edited.value === value ? edited.text : yamlTextOf(value);
  const read = readYaml(text);
  const said = (reason: string) => t('field.brokenYaml', { reason });
  const change = (next: string) => {
    const found = readYaml(next);
    if (found.kind === 'broken') {
      report(path, said(found.reason));
      setEdited({ text: next, value });
    } else {
      report(path, undefined);
      set(path, found.value);
      setEdited({ text: next, value: found.value });
    }
  };
  return (
    <Frame
      // `null` is written as such.
      field={value === null ? { ...props, value: undefined } : props}
      problem={read.kind === 'broken' ? said(read.reason) : undefined}
    >
      {control => (
        <TextAreaField
          {...control}
          isInvalid={control.isInvalid || read.kind === 'broken'}
          value={text}
          onChange={change}
          placeholder={t('field.yaml')}
          spellCheck="false"
          rows={Math.min(16, Math.max(3, text.split('\n').length + 1))}
        />
      )}
    </Frame>
  );
}

/** Reads one document of YAML; an empty text is no value. */
export function readYaml(text: string): ReadYaml {
  if (text.trim() === '') return { kind: 'value', value: undefined };
  const document = parseDocument(text, { intAsBigInt: true });
  const [error] = document.errors;
  if (error) {
    // The rest is a drawing of where it is.
    const reason = error.message.split('\n')[0].replace(/:$/, '');
    return { kind: 'broken', reason };
  }
  try {
    return {
      kind: 'value',
      value: plain(document.toJS({ maxAliasCount: 50 })),
    };
  } catch (error_) {
    return { kind: 'broken', reason: (error_ as Error).message };
  }
}

/** Numbers that JavaScript cannot hold exactly are refused, not rounded. */
function plain(value: unknown): JsonValue {
  if (typeof value === 'bigint') {
    const number = Number(value);
    if (Number.isSafeInteger(number)) return number;
    throw new Error(`${value} is too big to be kept exactly`);
  }
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'object' || value === null) return value as JsonValue;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, plain(item)]),
  );
}

const yamlTextOf = (value: JsonValue | undefined) =>
  value === undefined || value === null
    ? ''
    : stringify(value, { lineWidth: 0 });
