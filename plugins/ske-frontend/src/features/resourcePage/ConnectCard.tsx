import type { ReactNode } from 'react';
import { Link } from '@backstage/ui';
import {
  connectFieldsOf,
  type ConnectField,
  type ResourceView,
} from '@syntasso/plugin-ske-common';
import { Card } from '../../components/Card';
import { CopyButton } from '../../components/CopyButton';
import { DescriptionList } from '../../components/DescriptionList';
import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';

/** How to reach it: what the platform team's pipelines wrote into the status. */
export function ConnectCard(props: { view: ResourceView }) {
  const t = useT();
  const fields = connectFieldsOf(props.view.manifest.status);
  if (fields.length === 0) return null;
  return (
    <Card title={t('resource.connect')}>
      <Fields
        fields={secretsLast(unwrapped(fields))}
        namespace={props.view.manifest.metadata.namespace ?? ''}
      />
    </Card>
  );
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

function Fields(props: { fields: ConnectField[]; namespace: string }) {
  return (
    <DescriptionList
      wide
      items={props.fields.map(field => ({
        label: field.label,
        value: <Value field={field} namespace={props.namespace} />,
      }))}
    />
  );
}

function Value(props: { field: ConnectField; namespace: string }): ReactNode {
  const t = useT();
  const classes = useStyles();
  const { field, namespace } = props;
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
          <Link href={value.url} target="_blank">
            {value.url.replace(/^https?:\/\//, '')}
          </Link>
          <CopyButton text={value.url} label={label} />
        </span>
      );
    case 'secretName':
      return (
        <span className={classes.copyRow}>
          <span>{t('resource.secret', { name: value.name, namespace })}</span>
          <CopyButton text={value.name} label={label} />
        </span>
      );
    case 'hidden':
      return <span className={classes.muted}>{t('resource.notShown')}</span>;
    default:
      return <Fields fields={value.fields} namespace={namespace} />;
  }
}
