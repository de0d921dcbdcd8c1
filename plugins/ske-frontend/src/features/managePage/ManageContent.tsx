import { Text } from '@backstage/ui';
import type { ResourceIdentity } from '@syntasso/plugin-ske-common';
import { HealthAnnouncer } from '../../components/HealthAnnouncer';
import { HealthBadge } from '../../components/HealthBadge';
import { LiveFrame } from '../../components/LiveFrame';
import { useLiveEntity } from '../../hooks/useLive';
import { IdentifiedEntity } from '../../components/IdentifiedEntity';
import { useStyles } from '../../components/styles';
import { useRequests } from '../requests/useRequests';
import { WaitingBanner } from '../requests/WaitingBanner';
import { waitingFor } from '../requests/waiting';
import { AnotherCard } from './AnotherCard';
import { DeleteCard } from './DeleteCard';
import { PauseCard } from './PauseCard';
import { UpdateCard } from './UpdateCard';
import { shownHealth } from '../../live/shownHealth';

/** Change a Resource, or delete it. */
export function ManageContent() {
  return (
    <IdentifiedEntity kind="resource">
      {identity => <LiveManage identity={identity} />}
    </IdentifiedEntity>
  );
}

function LiveManage(props: { identity: ResourceIdentity }) {
  const classes = useStyles();
  const { identity } = props;
  const { name } = identity.ref;
  const live = useLiveEntity(identity);
  const records = useRequests(identity.ref);
  const health = shownHealth(live.state);
  const waiting = waitingFor(records, identity, health);
  const isLive = live.state.kind === 'live';
  // Nothing is offered that is taken back a moment later.
  const areRecordsLoaded = records !== undefined;
  return (
    <>
      <HealthAnnouncer name={name} health={health} />
      <LiveFrame
        live={live}
        what={name}
        heights={[140, 140]}
        expected={waiting.kind !== 'none'}
        notice={<WaitingBanner waiting={waiting} />}
      >
        {view =>
          live.state.kind !== 'gone' && (
            <>
              <div className={classes.inline}>
                <Text variant="title-x-small" as="h3">
                  {name}
                </Text>
                {health && <HealthBadge health={health} />}
              </div>
              <UpdateCard
                {...{
                  identity,
                  view,
                  waiting,
                  known: areRecordsLoaded,
                  live: isLive,
                }}
              />
              {view.operations.includes('pause') && (
                <PauseCard
                  {...{
                    identity,
                    view,
                    waiting,
                    known: areRecordsLoaded,
                    live: isLive,
                  }}
                />
              )}
              <AnotherCard view={view} />
              <DeleteCard
                {...{
                  identity,
                  view,
                  waiting,
                  known: areRecordsLoaded,
                  live: isLive,
                }}
              />
            </>
          )
        }
      </LiveFrame>
    </>
  );
}
