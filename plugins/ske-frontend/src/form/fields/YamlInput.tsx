import { useState } from 'react';
import { TextAreaField } from '@backstage/ui';
import type { JsonValue } from '@backstage/types';
import { deepEquals } from '@rjsf/utils';
import { stringify } from 'yaml';
import { useT } from '../../translations/useT';
import { Frame } from '../Frame';
import { useFormApi, useReported, type FieldProps } from '../FormApi';
import { readYaml } from '../yaml';

/** A free-form value, edited as YAML; also what no other field can show. */
export function YamlInput(props: FieldProps) {
  const t = useT();
  const { set } = useFormApi();
  const { path, value } = props;
  const [edited, setEdited] = useState<{ text: string; value: unknown }>();
  // What was typed stands until the value comes from elsewhere.
  const text =
    edited && deepEquals(edited.value, value) ? edited.text : yamlTextOf(value);
  const read = readYaml(text);
  const problem =
    read.kind === 'broken'
      ? t('field.brokenYaml', { reason: read.reason })
      : undefined;
  useReported(path, problem);
  const change = (next: string) => {
    const found = readYaml(next);
    setEdited({
      text: next,
      value: found.kind === 'value' ? found.value : value,
    });
    if (found.kind === 'value') set(path, found.value);
  };
  return (
    <Frame
      // `null` is written as such.
      field={value === null ? { ...props, value: undefined } : props}
      problem={problem}
    >
      {control => (
        <TextAreaField
          {...control}
          isInvalid={control.isInvalid || problem !== undefined}
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

const yamlTextOf = (value: JsonValue | undefined) =>
  value === undefined ? '' : stringify(value, { lineWidth: 0 });
