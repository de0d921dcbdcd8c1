import type { FallbackStatus } from '@syntasso/plugin-ske-common';
import { stringify } from 'yaml';
import { Card } from '../parts/Card';
import { useStyles } from '../parts/styles';
import { useT } from '../translations/useT';

/** What the catalog remembers of a status, when the platform says nothing. */
export function FallbackStatusCard(props: { status: FallbackStatus }) {
  const t = useT();
  const classes = useStyles();
  const { status } = props;
  if (status.kind === 'none') return null;
  return (
    <Card title={t('promise.health')}>
      <pre className={classes.code} tabIndex={0}>
        {status.kind === 'parsed' ? stringify(status.status) : status.raw}
      </pre>
    </Card>
  );
}
