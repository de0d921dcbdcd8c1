import {
  healthStateSchema,
  type PromiseView,
} from '@syntasso/plugin-ske-common';
import { HealthBadge } from '../health/HealthBadge';
import { Card } from '../parts/Card';
import { useStyles } from '../parts/styles';
import { useT } from '../translations/useT';

/** How many requests are in which state. */
export function RequestsHealthCard(props: { view: PromiseView }) {
  const t = useT();
  const classes = useStyles();
  const { resources } = props.view;
  if (resources.length === 0) return null;
  const counts = healthStateSchema.options
    .map(state => ({
      state,
      count: resources.filter(r => r.health.state === state).length,
    }))
    .filter(({ count }) => count > 0);
  return (
    <Card title={t('promise.healthOfRequests')}>
      <div className={classes.inline}>
        {counts.map(({ state, count }) => (
          <HealthBadge
            key={state}
            count={count}
            health={{ state, reason: { code: state, values: {} } }}
          />
        ))}
      </div>
    </Card>
  );
}
