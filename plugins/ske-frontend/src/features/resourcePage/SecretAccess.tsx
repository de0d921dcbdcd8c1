import { useState } from 'react';
import { Select, Text } from '@backstage/ui';
import {
  fillTemplate,
  secretCommand,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { CopyButton } from '../../components/CopyButton';
import { Markdown } from '../../components/Markdown';
import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';
import { useConnectStyles } from './connectStyles';
import { textOfParts } from './snippetText';

/**
 * Where a Secret is and how somebody gets at it: by the platform team's own words, or by
 * the line that reads it. Its values are never shown.
 */
export function SecretAccess(props: {
  label: string;
  secret: { name: string; namespace: string; key?: string };
  /** Keys that it has, as far as anybody says. */
  keys: string[];
  /** The platform team's words for it. */
  text: string | undefined;
  manifest: Manifest;
}) {
  const t = useT();
  const classes = useStyles();
  const { label, secret, keys, text, manifest } = props;
  const { name, namespace } = secret;
  return (
    <div className={classes.column}>
      <span className={classes.copyRow}>
        <span>{t('resource.secret', { name, namespace })}</span>
        <CopyButton text={name} label={label} />
      </span>
      {keys.length > 0 && (
        <Text variant="body-small">
          {t('connect.keys', { keys: keys.join(', ') })}
        </Text>
      )}
      {text === undefined ? (
        <Command label={label} secret={secret} keys={keys} />
      ) : (
        <Markdown
          className={classes.markdown}
          content={textOfParts(fillTemplate(text, manifest, 'text'), t)}
        />
      )}
    </div>
  );
}

/** The line for one key of it, or for the names of its keys. */
function Command(props: {
  label: string;
  secret: { name: string; namespace: string; key?: string };
  keys: string[];
}) {
  const t = useT();
  const classes = useStyles();
  const connectClasses = useConnectStyles();
  const { label, secret, keys } = props;
  const [chosenKey, setChosenKey] = useState<string>();
  const preferredKey = secret.key ?? keys.find(isPassword) ?? keys[0];
  const key =
    chosenKey !== undefined && keys.includes(chosenKey)
      ? chosenKey
      : preferredKey;
  const line = secretCommand({ ...secret, key });
  if (line === undefined) return null;
  const explanation = t(
    key === undefined ? 'connect.listKeys' : 'connect.read',
  );
  return (
    <>
      {keys.length > 1 && (
        <Select
          className={connectClasses.choice}
          label={t('connect.key')}
          options={keys.map(value => ({ value, label: value }))}
          value={key ?? null}
          onChange={value => {
            if (value !== null) setChosenKey(String(value));
          }}
        />
      )}
      <Text variant="body-small">{explanation}</Text>
      <span className={classes.copyRow}>
        <code className={classes.plainCode}>{line}</code>
        <CopyButton text={line} label={t('connect.commandFor', { label })} />
      </span>
    </>
  );
}

const isPassword = (key: string) => /passw|token|secret/i.test(key);
