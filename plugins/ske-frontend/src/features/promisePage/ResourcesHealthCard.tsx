import {
  firstResources,
  healthStateSchema,
  type OfferingView,
} from '@syntasso/plugin-ske-common';
import { HealthCount } from '../../components/HealthBadge';
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
  const counts = healthStateSchema.options.flatMap(state => {
    const count = page.byHealth[state];
    return count ? [{ state, count }] : [];
  });
  return (
    <Card title={t('promise.healthOfResources')}>
      <div className={classes.inline}>
        {counts.map(({ state, count }) => (
          <HealthCount key={state} state={state} count={count} />
        ))}
      </div>
    </Card>
  );
}
