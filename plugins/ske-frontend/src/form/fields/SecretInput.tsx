import { useState } from 'react';
import { PasswordField } from '@backstage/ui';
import { useTemplateSecrets } from '@backstage/plugin-scaffolder-react';
import { secretNameOf, secretPlaceholder } from '@syntasso/plugin-ske-common';
import { newSecretName } from '../secretValues';
import { useT, type T } from '../../translations/useT';
import { Frame } from '../Frame';
import { useFormApi, type FieldProps } from '../FormApi';

/** Takes a secret: the form only has its name, the task's secrets its value. */
export function SecretInput(props: FieldProps) {
  const t = useT();
  const { set, report } = useFormApi();
  const { schema, path, value } = props;
  const { secrets, setSecrets } = useTemplateSecrets();
  const [name] = useState(() => secretNameOf(value) ?? newSecretName());
  const secret = secrets[name] ?? '';
  const problem = secretProblem(secret, schema, t);
  const change = (next: string) => {
    setSecrets({ [name]: next });
    report(path, secretProblem(next, schema, t));
    set(path, next === '' ? undefined : secretPlaceholder(name));
  };
  return (
    <Frame field={props} problem={problem}>
      {control => (
        <PasswordField
          {...control}
          isInvalid={control.isInvalid || problem !== undefined}
          value={secret}
          onChange={change}
          // What a browser remembers for this site is somebody's password to Backstage.
          autoComplete="new-password"
        />
      )}
    </Frame>
  );
}

/** What the API says of the value, which only its field can check. */
export function secretProblem(
  value: string,
  schema: FieldProps['schema'],
  t: T,
): string | undefined {
  if (value === '') return undefined;
  const options = (schema['ui:options'] ?? {}) as Record<string, unknown>;
  const { minLength, maxLength, pattern } = options;
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
