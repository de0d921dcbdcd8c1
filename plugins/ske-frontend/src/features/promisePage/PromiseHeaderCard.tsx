import { Text } from '@backstage/ui';
import { useEntity } from '@backstage/plugin-catalog-react';
import type { OfferingView } from '@syntasso/plugin-ske-common';
import { EntityLinks } from '../../components/EntityLinks';
import { FixedBy } from '../../components/FixedBy';
import { HealthReason } from '../../components/HealthReason';
import { LiveHealthBadge } from '../../components/LiveHealthBadge';
import { Card } from '../../components/Card';
import { MessageText } from '../../components/MessageText';
import { PromiseDeletion } from '../../components/PromiseDeletion';
import { useStyles } from '../../components/styles';
import { NextActions } from '../nextActions/NextActions';
import { nextActionsOf } from '../nextActions/nextActionsOf';
import { RequestButton } from '../requestDialog/RequestButton';

/** What it is, whether it takes requests, and the way to make one. */
export function PromiseHeaderCard(props: { view: OfferingView }) {
  const classes = useStyles();
  const { entity } = useEntity();
  const { view } = props;
  const { message } = view;
  return (
    <Card
      title={
        <span className={classes.inline}>
          {view.title}
          <LiveHealthBadge health={view.health} />
          {view.version && (
            <Text variant="body-medium" color="secondary">
              {view.version}
            </Text>
          )}
        </span>
      }
      actions={<RequestButton view={view} linked />}
    >
      <div className={classes.column}>
        {view.health.state !== 'ready' && (
          <Text as="p">
            <HealthReason health={view.health} />
          </Text>
        )}
        <FixedBy health={view.health} of="offering" />
        <PromiseDeletion view={view} />
        <NextActions view={view} actions={nextActionsOf(view)} isLive />
        {entity.metadata.description && (
          <Text as="p">{entity.metadata.description}</Text>
        )}
        {message && <MessageText text={message} />}
        <EntityLinks />
      </div>
    </Card>
  );
}
