import { Text } from '@backstage/ui';
import { isOpen, type RequestRecord } from '@syntasso/plugin-ske-common';
import { Card } from '../parts/Card';
import { Code } from '../parts/Code';
import { useStyles } from '../parts/styles';
import { useT } from '../translations/useT';
import { RequestHistory } from './RequestHistory';

/** What is known of a Resource that is not on the platform: what was asked for. */
export function PendingCard(props: { records: RequestRecord[] | undefined }) {
  const t = useT();
  const classes = useStyles();
  const { records = [] } = props;
  if (records.length === 0) return null;
  const manifest = records.find(isOpen)?.manifest;
  return (
    <Card title={t('resource.request')}>
      <div className={classes.column}>
        {manifest && (
          <>
            <Text as="p">{t('requests.notThere')}</Text>
            <Code label={t('dialog.manifest')}>{manifest}</Code>
          </>
        )}
        <RequestHistory records={records} />
      </div>
    </Card>
  );
}
