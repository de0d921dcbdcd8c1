import type { ReactNode } from 'react';
import { Link } from '@backstage/ui';
import {
  connectFieldsOf,
  countNamedSecrets,
  type ConnectField,
  type Manifest,
  type ResourceView,
} from '@syntasso/plugin-ske-common';
import { Card } from '../../components/Card';
import { CopyButton } from '../../components/CopyButton';
import { DescriptionList } from '../../components/DescriptionList';
import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';
import { useConnectStyles } from './connectStyles';
import { SecretAccess } from './SecretAccess';
import { Snippets } from './Snippets';

/**
 * How to reach it: what the platform team's pipelines wrote into the status, how to get
 * at its Secret, and snippets of the platform team.
 */
export function ConnectCard(props: { view: ResourceView }) {
  const t = useT();
  const classes = useStyles();
  const { manifest, connect } = props.view;
  const fields = connectFieldsOf(manifest.status);
  const snippets = connect?.snippets ?? [];
  // Nobody should begin to use what is being deleted. Its manifest still has the values.
  if (manifest.metadata.deletionTimestamp !== undefined) return null;
  // Before it has a status all that a snippet could have are gaps.
  if (fields.length === 0) return null;
  // Of several Secrets nobody says which one has these keys.
  const keys =
    countNamedSecrets(manifest.status) === 1
      ? [...new Set(connect?.keys)].filter(Boolean)
      : [];
  return (
    <Card title={t('resource.connect')}>
      <div className={classes.column}>
        <Fields
          fields={secretsLast(unwrapped(fields))}
          secrets={{ manifest, keys, text: connect?.text }}
        />
        <Snippets snippets={snippets} manifest={manifest} />
      </div>
    </Card>
  );
}

/** What is known about the Secrets that fields name. */
interface SecretsOfResource {
  manifest: Manifest;
  keys: string[];
  text: string | undefined;
}

/** Addresses first, then what is only named or hidden. */
const secretsLast = (fields: ConnectField[]) => {
  const rank = ({ value }: ConnectField) =>
    value.kind === 'secretName' || value.kind === 'hidden' ? 1 : 0;
  return [...fields].sort((a, b) => rank(a) - rank(b));
};

/** Groups of one level become rows, so that a reader sees one list. */
function unwrapped(fields: ConnectField[]): ConnectField[] {
  return fields.flatMap(field =>
    field.value.kind === 'group' &&
    field.value.fields.every(inner => inner.value.kind !== 'group')
      ? field.value.fields
      : [field],
  );
}

function Fields(props: { fields: ConnectField[]; secrets: SecretsOfResource }) {
  return (
    <DescriptionList
      wide
      items={props.fields.map(field => ({
        label: field.label,
        value: <Value field={field} secrets={props.secrets} />,
      }))}
    />
  );
}

function Value(props: {
  field: ConnectField;
  secrets: SecretsOfResource;
}): ReactNode {
  const t = useT();
  const classes = useStyles();
  const connectClasses = useConnectStyles();
  const { field, secrets } = props;
  const { value, label } = field;
  switch (value.kind) {
    case 'text':
      return (
        <span className={classes.copyRow}>
          <span className={classes.mono}>{value.text}</span>
          <CopyButton text={value.text} label={label} />
        </span>
      );
    case 'link':
      return (
        <span className={classes.copyRow}>
          <Link
            href={value.url}
            target="_blank"
            className={connectClasses.link}
          >
            {value.url.replace(/^https?:\/\//, '')}
          </Link>
          <CopyButton text={value.url} label={label} />
        </span>
      );
    case 'secretName':
      return (
        <SecretAccess
          label={label}
          secret={{
            name: value.name,
            namespace:
              value.namespace ??
              secrets.manifest.metadata.namespace ??
              'default',
            key: value.key,
          }}
          {...secrets}
        />
      );
    case 'hidden':
      return <span className={classes.muted}>{t('resource.notShown')}</span>;
    default:
      return <Fields fields={value.fields} secrets={secrets} />;
  }
}
