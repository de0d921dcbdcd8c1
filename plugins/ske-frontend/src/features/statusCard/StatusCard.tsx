import { ButtonLink, Text } from '@backstage/ui';
import { useRouteRef } from '@backstage/core-plugin-api';
import { getCompoundEntityRef } from '@backstage/catalog-model';
import { entityRouteRef, useEntity } from '@backstage/plugin-catalog-react';
import {
  identify,
  type Health,
  type PromiseIdentity,
  type ResourceIdentity,
  type ResourceView,
} from '@syntasso/plugin-ske-common';
import { FixedBy } from '../../components/FixedBy';
import { HealthReason } from '../../components/HealthReason';
import { HealthBadge } from '../../components/HealthBadge';
import { LiveFrame } from '../../components/LiveFrame';
import { useLiveEntity, useLivePromiseEntity } from '../../hooks/useLive';
import { Card } from '../../components/Card';
import { EntityProblems } from '../../components/EntityProblems';
import { useStyles } from '../../components/styles';
import { RequestButton } from '../requestDialog/RequestButton';
import { shownHealth } from '../../live/shownHealth';
import { Stages } from '../../components/Stages';
import { useT } from '../../translations/useT';

/**
 * The compact live status for an entity's default Overview: is it all right,
 * and the main thing to do next.
 *
 * @public
 */
export function StatusCard() {
  const t = useT();
  const { entity } = useEntity();
  const identity = identify(entity);
  switch (identity.kind) {
    case 'promise':
      return <PromiseStatus identity={identity} />;
    case 'resource':
      return <ResourceStatus identity={identity} />;
    case 'invalid':
      return (
        <Card title={t('card.title')}>
          <EntityProblems problems={identity.problems} />
        </Card>
      );
    default:
      return null;
  }
}

function PromiseStatus(props: { identity: PromiseIdentity }) {
  const t = useT();
  const classes = useStyles();
  const live = useLivePromiseEntity(props.identity);
  return (
    <Card title={t('card.title')}>
      <LiveFrame
        live={live}
        what={props.identity.promiseName}
        heights={[24, 32]}
      >
        {view => (
          <>
            <HealthLine
              health={shownHealth(live.state) ?? view.health}
              of="offering"
            />
            <div className={classes.inline}>
              <RequestButton view={view} />
              <OpenLink />
            </div>
          </>
        )}
      </LiveFrame>
    </Card>
  );
}

function ResourceStatus(props: { identity: ResourceIdentity }) {
  const t = useT();
  const live = useLiveEntity(props.identity);
  return (
    <Card title={t('card.title')}>
      <LiveFrame live={live} what={props.identity.ref.name} heights={[24, 60]}>
        {view => (
          <>
            <HealthLine
              health={shownHealth(live.state) ?? view.health}
              of="resource"
              promise={view.promise}
            />
            {view.health.state !== 'ready' && <Stages stages={view.stages} />}
            <div>
              <OpenLink />
            </div>
          </>
        )}
      </LiveFrame>
    </Card>
  );
}

function HealthLine(props: {
  health: Health;
  of: 'offering' | 'resource';
  promise?: ResourceView['promise'];
}) {
  const classes = useStyles();
  const { health, promise } = props;
  return (
    <>
      <div className={classes.inline}>
        <HealthBadge health={health} />
        <Text variant="body-small" color="secondary">
          <HealthReason health={health} promise={promise} />
        </Text>
      </div>
      <FixedBy {...props} />
    </>
  );
}

function OpenLink() {
  const t = useT();
  const { entity } = useEntity();
  const entityLink = useRouteRef(entityRouteRef);
  const href = entityLink?.(getCompoundEntityRef(entity));
  return href ? (
    <ButtonLink size="small" variant="secondary" href={`${href}/kratix`}>
      {t('card.open')}
    </ButtonLink>
  ) : null;
}
