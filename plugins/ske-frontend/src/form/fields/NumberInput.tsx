import { useState } from 'react';
import { TextField } from '@backstage/ui';
import type { JsonValue } from '@backstage/types';
import { asText } from '@syntasso/plugin-ske-common';
import { useT } from '../../translations/useT';
import { Frame } from '../Frame';
import { useFormApi, useReported, type FieldProps } from '../FormApi';
import { defaultText, typesOf } from '../fieldSchema';
import { Unit } from './Unit';
import { useFieldStyles } from '../fieldStyles';

/** What a text means as a number: a value, or why it is none. */
type ReadNumber =
  | { kind: 'value'; value: JsonValue | undefined }
  | { kind: 'notANumber' | 'notWhole' | 'tooBig' };

/**
 * A number, exactly as it is typed: nothing is rounded, brought into bounds or
 * written with the separators of a country.
 */
export function NumberInput(props: FieldProps) {
  const t = useT();
  const classes = useFieldStyles();
  const { set } = useFormApi();
  const { schema, path, value } = props;
  const isInteger = typesOf(schema).includes('integer');
  const read = (text: string) =>
    kindIsOpen(schema) ? readNumberOrText(text) : readNumber(text, isInteger);
  const [typedText, setTypedText] = useState(() => textOf(value, schema));
  const typedResult = read(typedText);
  // A value that came from elsewhere, such as the YAML editor.
  const text =
    typedResult.kind === 'value' && typedResult.value !== (value ?? undefined)
      ? textOf(value, schema)
      : typedText;
  const result = read(text);
  const problem =
    result.kind === 'value'
      ? undefined
      : t(`field.${messageKey(result, isInteger)}`);
  useReported(path, problem);
  const change = (next: string) => {
    setTypedText(next);
    const nextResult = read(next);
    if (nextResult.kind === 'value') set(path, nextResult.value);
  };
  return (
    <Frame
      field={props}
      problem={problem}
      placeholder={schema['ui:placeholder'] === undefined}
    >
      {control => (
        <div className={classes.line}>
          <TextField
            {...control}
            isInvalid={control.isInvalid || problem !== undefined}
            inputMode={kindIsOpen(schema) ? 'text' : 'decimal'}
            placeholder={
              asText(schema['ui:placeholder']) ?? defaultText(schema)
            }
            value={text}
            onChange={change}
          />
          <Unit schema={schema} />
        </div>
      )}
    </Frame>
  );
}

/** Who has to give a whole number is not shown a fraction as an example. */
const messageKey = (
  { kind }: Exclude<ReadNumber, { kind: 'value' }>,
  isInteger: boolean,
) => (isInteger && kind === 'notANumber' ? 'notWhole' : kind);

/** `8080` is a number, `http` a text; a text that looks like a number is in quotes. */
const kindIsOpen = (schema: FieldProps['schema']) =>
  schema['x-kubernetes-int-or-string'] === true;

/** Reads a number; one that JavaScript cannot hold exactly is refused. */
function readNumber(typedText: string, isInteger: boolean): ReadNumber {
  const text = typedText.trim();
  if (text === '') return { kind: 'value', value: undefined };
  if (!/^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(text)) {
    return { kind: 'notANumber' };
  }
  const value = Number(text);
  if (!Number.isFinite(value)) return { kind: 'tooBig' };
  if (isInteger && !Number.isInteger(value)) return { kind: 'notWhole' };
  if (isInteger && !Number.isSafeInteger(value)) {
    return { kind: 'tooBig' };
  }
  return { kind: 'value', value };
}

function readNumberOrText(text: string): ReadNumber {
  if (text === '') return { kind: 'value', value: undefined };
  if (/^-?\d+$/.test(text)) return readNumber(text, true);
  const quoted = /^"(.*)"$/s.exec(text);
  return { kind: 'value', value: quoted ? quoted[1] : text };
}

function textOf(
  value: JsonValue | undefined,
  schema: FieldProps['schema'],
): string {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string' || !kindIsOpen(schema)) return '';
  return /^(-?\d+|".*"|)$/s.test(value) ? `"${value}"` : value;
}
