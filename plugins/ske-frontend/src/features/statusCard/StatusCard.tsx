import { ButtonLink } from '@backstage/ui';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  identify,
  type Health,
  type HealthState,
  type PromiseIdentity,
  type ResourceIdentity,
  type ResourceView,
} from '@syntasso/plugin-ske-common';
import { DeletionWait } from '../../components/DeletionWait';
import { LiveFrame } from '../../components/LiveFrame';
import { useLiveEntity, useLivePromiseEntity } from '../../hooks/useLive';
import { Card } from '../../components/Card';
import { useRoomContent } from '../../components/KeptRoom';
import { PromiseDeletion } from '../../components/PromiseDeletion';
import { EntityProblems } from '../../components/EntityProblems';
import { useKratixHref } from '../../hooks/useKratixHref';
import { useStyles } from '../../components/styles';
import { absenceOf } from '../nextActions/absenceOf';
import { GoneNotice } from '../nextActions/GoneNotice';
import { NextActions } from '../nextActions/NextActions';
import { nextActionsOf } from '../nextActions/nextActionsOf';
import { PromiseGoneNotice } from '../nextActions/PromiseGoneNotice';
import { ChangeButton } from '../requestDialog/ChangeButton';
import { RequestButton } from '../requestDialog/RequestButton';
import { useRequests } from '../requests/useRequests';
import { holds, waitingFor } from '../requests/waiting';
import { WaitingBanner } from '../requests/WaitingBanner';
import type { LiveState } from '../../live/LiveStore';
import { shownHealth } from '../../live/shownHealth';
import { Stages } from '../../components/Stages';
import { useT } from '../../translations/useT';
import { HealthLine } from './HealthLine';
import { StatusRoom } from './StatusRoom';

/**
 * The compact live status for an entity's default Overview: is it all right,
 * and the main thing to do next.
 *
 * @public
 */
export function StatusCard() {
  return (
    <StatusRoom>
      <StatusOfEntity />
    </StatusRoom>
  );
}

function StatusOfEntity() {
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
  const { promiseName } = props.identity;
  const live = useLivePromiseEntity(props.identity);
  const { state } = live;
  useRoomContent(contentOf(state));
  return (
    <Card title={t('card.title')}>
      <LiveFrame
        live={live}
        what={promiseName}
        heights={LOADING_HEIGHTS}
        isCompact
        gone={
          state.kind === 'gone' && (
            <PromiseGoneNotice name={promiseName} state={state} />
          )
        }
      >
        {view => (
          <>
            <HealthLine
              health={shownHealth(state) ?? view.health}
              of="offering"
            />
            <PromiseDeletion view={view} />
            <div className={classes.inline}>
              <RequestButton view={view} />
              <OpenLink />
            </div>
            <NextActions
              view={view}
              actions={nextActionsOf(view)}
              isLive={state.kind === 'live'}
            />
          </>
        )}
      </LiveFrame>
    </Card>
  );
}

function ResourceStatus(props: { identity: ResourceIdentity }) {
  const t = useT();
  const { identity } = props;
  const live = useLiveEntity(identity);
  const isLive = live.state.kind === 'live';
  useRoomContent(contentOf(live.state));
  return (
    <Card title={t('card.title')}>
      <LiveFrame
        live={live}
        what={identity.ref.name}
        heights={LOADING_HEIGHTS}
        isCompact
        gone={
          live.state.kind === 'gone' && (
            <GoneStatus identity={identity} state={live.state} />
          )
        }
      >
        {view => (
          <ChangeButton
            identity={identity}
            view={view}
            isHeld={holds(waitingFor(undefined, identity))}
            isLive={isLive}
          >
            {change => (
              <>
                <HealthLine
                  health={shownHealth(live.state) ?? view.health}
                  of="resource"
                  promise={view.promise}
                />
                {view.health.state !== 'ready' && (
                  <Stages stages={view.stages} />
                )}
                <DeletionWait metadata={view.manifest.metadata} />
                <NextActions
                  view={view}
                  actions={nextActionsOf(view)}
                  change={change}
                  isLive={isLive}
                />
                <div>
                  <OpenLink />
                </div>
              </>
            )}
          </ChangeButton>
        )}
      </LiveFrame>
    </Card>
  );
}

/**
 * Of what is drawn while the card is loading: a line and a button, the least that it says
 * then. Were it higher than that, what is below would move up when it has loaded.
 */
const LOADING_HEIGHTS = [24, 32];

/** What the height of the card depends on; undefined while it is loading. */
const contentOf = (
  state: LiveState<{ health: Health }>,
): HealthState | 'error' | undefined =>
  state.kind === 'connecting'
    ? undefined
    : shownHealth(state)?.state ?? 'error';

/** What was asked for says whether it was deleted. */
function GoneStatus(props: {
  identity: ResourceIdentity;
  state: Extract<LiveState<ResourceView>, { kind: 'gone' }>;
}) {
  const { entity } = useEntity();
  const { identity, state } = props;
  const records = useRequests(identity.ref);
  const { lastView } = state;
  const absence = absenceOf({ lastView, records, identity, entity });
  return absence === 'expected' ? (
    <WaitingBanner waiting={waitingFor(records, identity)} />
  ) : (
    <GoneNotice identity={identity} state={state} absence={absence} />
  );
}

function OpenLink() {
  const t = useT();
  const { entity } = useEntity();
  const href = useKratixHref(stringifyEntityRef(entity));
  return href ? (
    <ButtonLink size="small" variant="secondary" href={href}>
      {t('card.open')}
    </ButtonLink>
  ) : null;
}
