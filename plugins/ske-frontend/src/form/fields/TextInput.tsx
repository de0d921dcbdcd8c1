import { useState } from 'react';
import { TextAreaField, TextField } from '@backstage/ui';
import { asText, FORMAT_KEYWORD } from '@syntasso/plugin-ske-common';
import { Frame, allowsEmptyText } from '../Frame';
import { useFormApi, type FieldProps } from '../FormApi';
import { TimePicker } from './TimePicker';
import { Unit } from './Unit';
import { useFieldStyles } from '../fieldStyles';

/** Longer texts get more than one line. */
const LONG = 80;

/** A text. Emptied it is absent; an empty text is given on purpose. */
export function TextInput(props: FieldProps) {
  const classes = useFieldStyles();
  const { set } = useFormApi();
  const { schema, path, value } = props;
  const text = typeof value === 'string' ? value : '';
  const format = schema[FORMAT_KEYWORD] ?? schema.format;
  // Decided once: another control would not have the focus of who types.
  const [long] = useState(
    () =>
      schema['ui:widget'] === 'textarea' ||
      text.length > LONG ||
      text.includes('\n'),
  );
  const change = (next: string) => set(path, next === '' ? undefined : next);
  return (
    <Frame
      field={props}
      emptyText={allowsEmptyText(schema)}
      placeholder={schema['ui:placeholder'] === undefined && !long}
    >
      {control =>
        long ? (
          <>
            <TextAreaField
              {...control}
              placeholder={asText(schema['ui:placeholder'])}
              value={text}
              onChange={change}
              rows={Math.min(12, text.split('\n').length + 2)}
            />
            <Unit schema={schema} />
          </>
        ) : (
          <div className={classes.line}>
            <TextField
              {...control}
              placeholder={placeholderOf(schema)}
              value={text}
              onChange={change}
            />
            <Unit schema={schema} />
            {(format === 'date-time' || format === 'date') && (
              <TimePicker
                kind={format}
                value={text}
                isDisabled={control.isDisabled}
                onPick={change}
              />
            )}
          </div>
        )
      }
    </Frame>
  );
}

function placeholderOf(schema: FieldProps['schema']): string | undefined {
  const placeholder = schema['ui:placeholder'] ?? schema.default;
  return typeof placeholder === 'string' ? placeholder : undefined;
}
