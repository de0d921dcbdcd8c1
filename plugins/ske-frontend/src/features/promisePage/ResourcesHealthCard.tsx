import { firstResources, type OfferingView } from '@syntasso/plugin-ske-common';
import { HealthCounts } from '../../components/HealthCounts';
import { useLiveResources } from '../../hooks/useLive';
import { Card } from '../../components/Card';
import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';

/** How many Resources are in which state. */
export function ResourcesHealthCard(props: { view: OfferingView }) {
  const t = useT();
  const classes = useStyles();
  const { shown: page } = useLiveResources(props.view.ref.name, firstResources);
  if (!page || page.total === 0) return null;
  return (
    <Card title={t('promise.healthOfResources')}>
      <div className={classes.inline}>
        <HealthCounts byHealth={page.byHealth} />
      </div>
    </Card>
  );
}
