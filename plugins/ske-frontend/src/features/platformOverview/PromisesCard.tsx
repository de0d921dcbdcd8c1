import { Text } from '@backstage/ui';
import type { OfferingOverview } from '@syntasso/plugin-ske-common';
import { Card } from '../../components/Card';
import { HealthCounts } from '../../components/HealthCounts';
import { LiveHealthBadge } from '../../components/LiveHealthBadge';
import { NoPromises } from '../../components/NoPromises';
import { SomeHidden } from '../../components/SomeHidden';
import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';
import { goesWell } from '../../utils/entityHealth';
import { reasonText } from '../../utils/reasonText';
import { OfferingName } from './OfferingName';

/** Every Promise with its health, and how its Resources are. */
export function PromisesCard(props: { offerings: OfferingOverview[] }) {
  const t = useT();
  const classes = useStyles();
  const { offerings } = props;
  return (
    <Card title={t('overview.promises')} count={offerings.length}>
      {offerings.length === 0 ? (
        <NoPromises reader="platformEngineer" />
      ) : (
        <ul className={classes.rows} aria-label={t('overview.promises')}>
          {offerings.map(offering => (
            <li key={offering.name}>
              <OfferingRow offering={offering} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function OfferingRow(props: { offering: OfferingOverview }) {
  const t = useT();
  const classes = useStyles();
  const { offering } = props;
  const { denied, health, version } = offering;
  return (
    <>
      <div className={classes.spread}>
        <span className={classes.inline}>
          <OfferingName offering={offering} />
          <LiveHealthBadge health={health} />
          {version && (
            <Text variant="body-small" color="secondary">
              {version}
            </Text>
          )}
        </span>
        <ResourceCountsOf offering={offering} />
      </div>
      {!goesWell(health.state) && (
        <Text as="p" variant="body-small" color="secondary">
          {reasonText(t, health.reason)}
        </Text>
      )}
      <SomeHidden denied={denied} />
    </>
  );
}

function ResourceCountsOf(props: { offering: OfferingOverview }) {
  const t = useT();
  const classes = useStyles();
  const { offers, resources } = props.offering;
  if (resources.total === 0) {
    return (
      <Text variant="body-small" color="secondary">
        {t(offers ? 'overview.noResources' : 'overview.offersNothing')}
      </Text>
    );
  }
  return (
    <span className={classes.inline}>
      <Text variant="body-small" color="secondary">
        {resources.total === 1
          ? t('overview.one.resources')
          : t('overview.many.resources', { count: resources.total })}
      </Text>
      <HealthCounts byHealth={resources.byHealth} />
    </span>
  );
}
