import { useRef, useState } from 'react';
import { TextAreaField } from '@backstage/ui';
import { useTemplateSecrets } from '@backstage/plugin-scaffolder-react';
import type { JsonObject, JsonValue } from '@backstage/types';
import { deepEquals } from '@rjsf/utils';
import { stringify } from 'yaml';
import { useT } from '../../translations/useT';
import { Frame } from '../Frame';
import { useFormApi, useReported, type FieldProps } from '../FormApi';
import { hasSecretFields, newSecretName, takeSecrets } from '../secretValues';
import { readYaml } from '../yaml';

/** A free-form value, edited as YAML; also what no other field can show. */
export function YamlInput(props: FieldProps) {
  const t = useT();
  const { set } = useFormApi();
  const { path, value, schema } = props;
  const { setSecrets } = useTemplateSecrets();
  const names = useRef(new Map<string, string>());
  const [edited, setEdited] = useState<{ text: string; value: unknown }>();
  // What was typed stands until the value comes from elsewhere.
  const text =
    edited && deepEquals(edited.value, value) ? edited.text : yamlTextOf(value);
  const currentYaml = readYaml(text);
  const problem =
    currentYaml.kind === 'broken'
      ? t('field.brokenYaml', { reason: currentYaml.reason })
      : undefined;
  useReported(path, problem);
  const change = (next: string) => {
    const nextYaml = readYaml(next);
    if (nextYaml.kind !== 'value') {
      setEdited({ text: next, value });
      return;
    }
    let newValue = nextYaml.value;
    if (hasSecretFields(schema)) {
      const extraction = takeSecrets(
        { given: newValue },
        inside(schema),
        nameAt,
      );
      setSecrets(extraction.secrets);
      ({ given: newValue } = extraction.values);
    }
    setEdited({ text: next, value: newValue });
    set(path, newValue);
  };
  // The same name while a secret is being typed.
  const nameAt = (place: string) => {
    const name = names.current.get(place) ?? newSecretName();
    names.current.set(place, name);
    return name;
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

const inside = (given: JsonObject): JsonObject => ({ properties: { given } });

const yamlTextOf = (value: JsonValue | undefined) =>
  value === undefined ? '' : stringify(value, { lineWidth: 0 });
