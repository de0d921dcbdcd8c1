import { useRef, useState } from 'react';
import { PasswordField } from '@backstage/ui';
import { useTemplateSecrets } from '@backstage/plugin-scaffolder-react';
import {
  secretNameOf,
  secretPlaceholder,
  SHORT_PATTERN_KEYWORD,
  storedSecret,
  storedSecretPath,
} from '@syntasso/plugin-ske-common';
import { newSecretName } from '../secretValues';
import { matchesIfShort } from '../validate';
import { useT, type T } from '../../translations/useT';
import { useFieldStyles } from '../fieldStyles';
import { Frame } from '../Frame';
import { useFormApi, useReported, type FieldProps } from '../FormApi';

/**
 * Takes a secret: the form only has its name, the task's secrets its value. One
 * that the platform has is not shown; it stays unless something is typed.
 */
export function SecretInput(props: FieldProps) {
  const t = useT();
  const classes = useFieldStyles();
  const { set } = useFormApi();
  const { schema, path, value } = props;
  const { secrets, setSecrets } = useTemplateSecrets();
  const [own] = useState(newSecretName);
  const given = secretNameOf(value);
  // A name that this form has not given is somebody else's.
  const secret = given !== undefined && given in secrets ? secrets[given] : '';
  const isStored = storedSecretPath(secret) !== undefined;
  const stored = useRef<typeof value>(undefined);
  if (isStored) stored.current = value;
  const problem = isStored ? undefined : secretProblem(secret, schema, t);
  useReported(path, problem);
  const change = (next: string) => {
    // Another name than before: what the object has is known by the old one.
    setSecrets({ [own]: next });
    const kept = stored.current ?? nameOfStored(secrets, path);
    set(path, next === '' ? kept : secretPlaceholder(own));
  };
  return (
    <Frame
      field={props}
      problem={problem}
      clearable={isStored && !props.required}
    >
      {control => (
        <div className={classes.secret}>
          <PasswordField
            {...control}
            isInvalid={control.isInvalid || problem !== undefined}
            value={isStored ? '' : secret}
            placeholder={isStored ? t('field.secretStored') : undefined}
            onChange={change}
            // What a browser remembers for this site is somebody's password to Backstage.
            autoComplete="new-password"
          />
        </div>
      )}
    </Frame>
  );
}

/** What the form has for a secret that the object has at the same place. */
function nameOfStored(
  secrets: Record<string, string>,
  path: FieldProps['path'],
): string | undefined {
  const there = storedSecret([...path]);
  const name = Object.keys(secrets).find(one => {
    const from = storedSecretPath(secrets[one]);
    return from && storedSecret(from) === there;
  });
  return name && secretPlaceholder(name);
}

/** What the API says of the value, which only its field can check. */
function secretProblem(
  value: string,
  schema: FieldProps['schema'],
  t: T,
): string | undefined {
  if (value === '') return undefined;
  const options = (schema['ui:options'] ?? {}) as Record<string, unknown>;
  const {
    minLength,
    maxLength,
    pattern,
    [SHORT_PATTERN_KEYWORD]: shortPattern,
  } = options;
  // As the server counts: characters, not the halves of some.
  const { length } = [...value];
  if (typeof minLength === 'number' && length < minLength) {
    return t('dialog.secretShort', { count: String(minLength) });
  }
  if (typeof maxLength === 'number' && length > maxLength) {
    return t('dialog.secretLong', { count: String(maxLength) });
  }
  if (typeof pattern === 'string' && !new RegExp(pattern, 'u').test(value)) {
    return t('dialog.secretPattern', { pattern });
  }
  if (
    typeof shortPattern === 'string' &&
    !matchesIfShort(shortPattern, value)
  ) {
    return t('dialog.secretPattern', { pattern: shortPattern });
  }
  return undefined;
}
