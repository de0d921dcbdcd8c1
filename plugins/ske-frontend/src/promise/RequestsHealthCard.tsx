import {
  firstResources,
  healthStateSchema,
  type PromiseView,
} from '@syntasso/plugin-ske-common';
import { HealthCount } from '../health/HealthBadge';
import { useLiveResources } from '../live/useLive';
import { Card } from '../parts/Card';
import { useStyles } from '../parts/styles';
import { useT } from '../translations/useT';

/** How many requests are in which state. */
export function RequestsHealthCard(props: { view: PromiseView }) {
  const t = useT();
  const classes = useStyles();
  const { shown: page } = useLiveResources(props.view.ref.name, firstResources);
  if (!page || page.total === 0) return null;
  const counts = healthStateSchema.options.flatMap(state => {
    const count = page.byHealth[state];
    return count ? [{ state, count }] : [];
  });
  return (
    <Card title={t('promise.healthOfRequests')}>
      <div className={classes.inline}>
        {counts.map(({ state, count }) => (
          <HealthCount key={state} state={state} count={count} />
        ))}
      </div>
    </Card>
  );
}
