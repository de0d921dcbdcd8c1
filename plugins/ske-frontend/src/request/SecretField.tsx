import { useState } from 'react';
import { PasswordField } from '@backstage/ui';
import { useTemplateSecrets } from '@backstage/plugin-scaffolder-react';
import type { FieldProps } from '@rjsf/utils';
import { secretNameOf, secretPlaceholder } from '@syntasso/plugin-ske-common';
import { useT } from '../translations/useT';
import { newSecretName } from './secretValues';

/** Takes a secret: the form only has its name, the task's secrets its value. */
export function SecretField(props: FieldProps) {
  const t = useT();
  const { formData, onChange, schema, uiSchema, name, required } = props;
  const { secrets, setSecrets } = useTemplateSecrets();
  const [secret] = useState(() => secretNameOf(formData) ?? newSecretName());
  const value = secrets[secret] ?? '';
  const problem = value === '' ? undefined : problemOf(value, uiSchema, t);
  const change = (next: string) => {
    setSecrets({ [secret]: next });
    const fine = next !== '' && !problemOf(next, uiSchema, t);
    onChange(fine ? secretPlaceholder(secret) : undefined);
  };
  const errors = props.rawErrors ?? [];
  const description = uiSchema?.['ui:description'] ?? schema.description;
  return (
    <PasswordField
      id={props.idSchema.$id}
      label={schema.title ?? name}
      description={problem ?? description}
      value={value}
      onChange={change}
      isRequired={required}
      isReadOnly={props.readonly}
      isDisabled={props.disabled}
      isInvalid={problem !== undefined || errors.length > 0}
      // What a browser remembers for this site is somebody's password to Backstage.
      autoComplete="new-password"
    />
  );
}

/** What the API says of the value, which the form cannot check. */
function problemOf(
  value: string,
  uiSchema: FieldProps['uiSchema'],
  t: ReturnType<typeof useT>,
): string | undefined {
  const { minLength, maxLength, pattern } = uiSchema?.['ui:options'] ?? {};
  if (typeof minLength === 'number' && value.length < minLength) {
    return t('dialog.secretShort', { count: String(minLength) });
  }
  if (typeof maxLength === 'number' && value.length > maxLength) {
    return t('dialog.secretLong', { count: String(maxLength) });
  }
  if (typeof pattern === 'string' && !new RegExp(pattern, 'u').test(value)) {
    return t('dialog.secretPattern', { pattern });
  }
  return undefined;
}
