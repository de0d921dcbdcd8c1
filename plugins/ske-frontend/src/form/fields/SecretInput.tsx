import { useRef, useState } from 'react';
import { PasswordField } from '@backstage/ui';
import { useTemplateSecrets } from '@backstage/plugin-scaffolder-react';
import {
  secretNameOf,
  secretPlaceholder,
  pathOfStoredSecretMark,
} from '@syntasso/plugin-ske-common';
import { checkSecret } from '../checkSecrets';
import { newSecretName } from '../secretValues';
import { valueAt } from '../values';
import { useT } from '../../translations/useT';
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
  const { set, base } = useFormApi();
  const { schema, path, value } = props;
  const { secrets, setSecrets } = useTemplateSecrets();
  const [ownName] = useState(newSecretName);
  const givenName = secretNameOf(value);
  // Any other name was not given by this form: there is nothing of its own behind it.
  const secret =
    givenName !== undefined && givenName in secrets ? secrets[givenName] : '';
  const isStored = pathOfStoredSecretMark(secret) !== undefined;
  const storedValue = useRef<typeof value>(undefined);
  if (isStored) storedValue.current = value;
  const secretProblem = isStored ? undefined : checkSecret(schema, secret);
  const problem = secretProblem && t(secretProblem.key, secretProblem.values);
  useReported(path, problem);
  const storedPlaceholder =
    storedValue.current ?? placeholderOf(valueAt(base, path), secrets);
  const change = (next: string) => {
    // A name of its own: that of the stored secret stays valid, so that *Keep* works.
    setSecrets({ [ownName]: next });
    set(path, next === '' ? storedPlaceholder : secretPlaceholder(ownName));
  };
  const isRemoved = storedPlaceholder !== undefined && givenName === undefined;
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
          {isRemoved && !props.locked && (
            <span className={classes.row} role="status">
              <span className={classes.quiet}>{t('field.secretRemoved')}</span>
              <button
                type="button"
                className={classes.more}
                onClick={() => set(path, storedPlaceholder)}
              >
                {t('field.secretKeep')}
              </button>
            </span>
          )}
        </div>
      )}
    </Frame>
  );
}

/** What the form has for a secret of the object. */
function placeholderOf(
  storedValue: unknown,
  secrets: Record<string, string>,
): string | undefined {
  if (pathOfStoredSecretMark(storedValue) === undefined) return undefined;
  const name = Object.keys(secrets).find(
    candidate => secrets[candidate] === storedValue,
  );
  return name && secretPlaceholder(name);
}
