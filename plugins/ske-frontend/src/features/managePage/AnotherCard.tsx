import { Text } from '@backstage/ui';
import type { ResourceView } from '@syntasso/plugin-ske-common';
import { Card } from '../../components/Card';
import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';
import { RequestAnother } from '../requestDialog/RequestAnother';

/** Leaves the Resource as it is, and requests another one like it. */
export function AnotherCard(props: { view: ResourceView }) {
  const t = useT();
  const classes = useStyles();
  if (!props.view.promise) return null;
  return (
    <Card title={t('another.request')}>
      <div className={classes.column}>
        <Text as="p">{t('another.text')}</Text>
        <RequestAnother view={props.view} />
      </div>
    </Card>
  );
}
