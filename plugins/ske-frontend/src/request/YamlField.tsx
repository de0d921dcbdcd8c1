import { useState } from 'react';
import { TextAreaField } from '@backstage/ui';
import type { FieldProps } from '@rjsf/utils';
import { parse, stringify } from 'yaml';

/** A free-form value, edited as YAML. */
export function YamlField(props: FieldProps) {
  const { formData, onChange, schema, name, required, readonly } = props;
  const [text, setText] = useState(() =>
    formData === undefined || Object.keys(formData).length === 0
      ? ''
      : stringify(formData),
  );
  const [problem, setProblem] = useState<string>();
  const change = (next: string) => {
    setText(next);
    try {
      onChange(next.trim() === '' ? undefined : parse(next));
      setProblem(undefined);
    } catch (error) {
      setProblem((error as Error).message.split('\n')[0]);
    }
  };
  return (
    <TextAreaField
      label={schema.title ?? name}
      description={problem ?? schema.description}
      value={text}
      onChange={change}
      isRequired={required}
      isReadOnly={readonly}
      isInvalid={problem !== undefined}
      rows={5}
    />
  );
}
