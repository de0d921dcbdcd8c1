import type { FallbackStatus } from '@syntasso/plugin-ske-common';
import { stringify } from 'yaml';
import { useT } from '../translations/useT';
import { Card } from './Card';
import { Code } from './Code';

/** What the catalog remembers of a status. */
export function FallbackStatusText(props: { status: FallbackStatus }) {
  const t = useT();
  const { status } = props;
  if (status.kind === 'none') return null;
  return (
    <Code label={t('statusAnnotation.card')}>
      {status.kind === 'parsed' ? stringify(status.status) : status.raw}
    </Code>
  );
}

/** The same, when the platform says nothing. */
export function FallbackStatusCard(props: { status: FallbackStatus }) {
  const t = useT();
  return props.status.kind === 'none' ? null : (
    <Card title={t('statusAnnotation.card')}>
      <FallbackStatusText status={props.status} />
    </Card>
  );
}
