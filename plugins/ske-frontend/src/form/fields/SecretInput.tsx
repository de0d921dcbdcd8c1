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
  const [own] = useState(newSecretName);
  const given = secretNameOf(value);
  // A name that this form has not given is somebody else's.
  const secret = given !== undefined && given in secrets ? secrets[given] : '';
  const isStored = pathOfStoredSecretMark(secret) !== undefined;
  const stored = useRef<typeof value>(undefined);
  if (isStored) stored.current = value;
  const found = isStored ? undefined : checkSecret(schema, secret);
  const problem = found && t(found.key, found.values);
  useReported(path, problem);
  const storedSecretMark =
    stored.current ?? placeholderOf(valueAt(base, path), secrets);
  const change = (next: string) => {
    // Another name than before: what the object has is known by the old one.
    setSecrets({ [own]: next });
    set(path, next === '' ? storedSecretMark : secretPlaceholder(own));
  };
  const isRemoved = storedSecretMark !== undefined && given === undefined;
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
                onClick={() => set(path, storedSecretMark)}
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
  stored: unknown,
  secrets: Record<string, string>,
): string | undefined {
  if (pathOfStoredSecretMark(stored) === undefined) return undefined;
  const name = Object.keys(secrets).find(one => secrets[one] === stored);
  return name && secretPlaceholder(name);
}
