import { Text } from '@backstage/ui';
import { useEntity } from '@backstage/plugin-catalog-react';
import type { ResourceIdentity } from '@syntasso/plugin-ske-common';
import { HealthAnnouncer } from '../../components/HealthAnnouncer';
import { LiveHealthBadge } from '../../components/LiveHealthBadge';
import { LiveFrame } from '../../components/LiveFrame';
import { useLiveEntity } from '../../hooks/useLive';
import { IdentifiedEntity } from '../../components/IdentifiedEntity';
import { useStyles } from '../../components/styles';
import { absenceOf } from '../nextActions/absenceOf';
import { GoneNotice } from '../nextActions/GoneNotice';
import { NextActions } from '../nextActions/NextActions';
import { nextActionsOf } from '../nextActions/nextActionsOf';
import { useRequests } from '../requests/useRequests';
import { WaitingBanner } from '../requests/WaitingBanner';
import { waitingFor } from '../requests/waiting';
import { AnotherCard } from './AnotherCard';
import { DeleteCard } from './DeleteCard';
import {
  isManageOperation,
  manageOperationsOf,
  OperateCard,
} from './OperateCard';
import { UpdateCard } from './UpdateCard';
import { shownHealth } from '../../live/shownHealth';

/** Change the Resource of the entity, or delete it. */
export function ManageContent() {
  return (
    <IdentifiedEntity kind="resource">
      {identity => <ManageResource identity={identity} />}
    </IdentifiedEntity>
  );
}

/** Change a Resource, or delete it. */
export function ManageResource(props: {
  identity: ResourceIdentity;
  /** Somebody else says that it is being deleted. */
  isDeleting?: boolean;
  /** A deletion was asked for. */
  onDelete?: () => void;
}) {
  const classes = useStyles();
  const { identity } = props;
  const { entity } = useEntity();
  const { name } = identity.ref;
  const live = useLiveEntity(identity);
  const records = useRequests(identity.ref);
  const health = shownHealth(live.state);
  const waiting = waitingFor(records, identity, health);
  const deletes = waiting.kind !== 'none' && waiting.action === 'Delete';
  const { state } = live;
  const isLive = state.kind === 'live';
  const isGone = state.kind === 'gone';
  const absence = isGone
    ? absenceOf({ lastView: state.lastView, records, identity, entity })
    : undefined;
  const common = {
    identity,
    waiting,
    isDeleting: props.isDeleting,
    live: isLive,
    // Nothing is offered that is taken back a moment later.
    known: records !== undefined,
  };
  return (
    <div className={classes.column}>
      <HealthAnnouncer name={name} health={isGone ? undefined : health} />
      {deletes && absence !== 'deleted' && <WaitingBanner waiting={waiting} />}
      <LiveFrame
        live={live}
        what={name}
        heights={[140, 140]}
        expected={waiting.kind !== 'none'}
        notice={
          !deletes &&
          absence !== 'deleted' && <WaitingBanner waiting={waiting} />
        }
        gone={
          isGone && (
            <GoneNotice identity={identity} state={state} absence={absence} />
          )
        }
      >
        {view => (
          <>
            <div className={classes.inline}>
              <Text variant="title-x-small" as="h3">
                {name}
              </Text>
              {health && <LiveHealthBadge health={health} />}
            </div>
            <NextActions
              view={view}
              actions={nextActionsOf(view).filter(
                // These have a card below.
                action => action !== 'change' && !isManageOperation(action),
              )}
              isLive={isLive}
            />
            <UpdateCard {...common} view={view} />
            {manageOperationsOf(view).map(operation => (
              <OperateCard
                key={operation}
                {...common}
                view={view}
                operation={operation}
              />
            ))}
            <AnotherCard view={view} />
            <DeleteCard {...common} view={view} onDelete={props.onDelete} />
          </>
        )}
      </LiveFrame>
    </div>
  );
}
