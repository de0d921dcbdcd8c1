import { useState } from 'react';
import { Alert, Text } from '@backstage/ui';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  annotations,
  identify,
  type ResourceIdentity,
  type ResourceView,
} from '@syntasso/plugin-ske-common';
import { useSkeApi } from '../api/useSkeApi';
import { Announcer } from '../health/Announcer';
import { HealthBadge } from '../health/HealthBadge';
import { LiveFrame } from '../live/LiveFrame';
import { useLiveEntity } from '../live/useLive';
import { EntityProblems } from '../parts/EntityProblems';
import { messageOf } from '../parts/messageOf';
import { useDenied } from '../parts/useDenied';
import { useStyles } from '../parts/styles';
import { RequestDialog } from '../request/RequestDialog';
import { useT } from '../translations/useT';
import { useRequests } from '../requests/useRequests';
import { WaitingBanner } from '../requests/WaitingBanner';
import { holds, waitingFor, type Waiting } from '../requests/waiting';
import { DeleteDialog } from './DeleteDialog';
import { DeletionProgress } from './DeletionProgress';
import { ManageCard } from './ManageCard';
import { isPaused } from './isPaused';
import { shownHealth } from './shownHealth';

/** Change a Resource, or delete it. */
export function ManageContent() {
  const { entity } = useEntity();
  const identity = identify(entity);
  if (identity.kind === 'invalid') {
    return <EntityProblems problems={identity.problems} />;
  }
  if (identity.kind !== 'resource') return null;
  return <LiveManage identity={identity} />;
}

function LiveManage(props: { identity: ResourceIdentity }) {
  const classes = useStyles();
  const { identity } = props;
  const { name } = identity.ref;
  const live = useLiveEntity(identity);
  const records = useRequests(identity.ref);
  const waiting = waitingFor(records, identity);
  const isLive = live.state.kind === 'live';
  // Nothing is offered that is taken back a moment later.
  const known = records !== undefined;
  const health = shownHealth(live.state);
  return (
    <>
      <Announcer name={name} health={health} />
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
                {...{ identity, view, waiting, known, live: isLive }}
              />
              <PauseCard
                {...{ identity, view, waiting, known, live: isLive }}
              />
              <DeleteCard
                {...{ identity, view, waiting, known, live: isLive }}
              />
            </>
          )
        }
      </LiveFrame>
    </>
  );
}

interface ActionProps {
  identity: ResourceIdentity;
  view: ResourceView;
  live: boolean;
  waiting: Waiting;
  /** Whether it is known what was asked for. */
  known: boolean;
}

/** Why nothing may be asked for now, in words. */
function useHeld({ view, waiting }: ActionProps): string | undefined {
  const t = useT();
  if (isDeleting(view)) return t('manage.held');
  if (waiting.kind === 'none' || !holds(waiting)) return undefined;
  return t('requests.held', {
    action: t(`requests.action.${waiting.action}`),
  });
}

const isDeleting = (view: ResourceView) =>
  view.manifest.metadata.deletionTimestamp !== undefined;

function UpdateCard(props: ActionProps) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const { identity, view, live } = props;
  const held = useHeld(props);
  const { templateRef } = identity;
  const denied = useDenied('update', { kind: 'resource', ref: identity.ref });
  return (
    <>
      <ManageCard
        title={t('manage.update')}
        lacks={
          templateRef
            ? denied
            : t('manage.noTemplate', {
                annotation: annotations.promiseTemplate,
              })
        }
        live={live}
        held={held !== undefined || !props.known}
        onPress={() => setOpen(true)}
      >
        <Text as="p">{t('manage.updateText')}</Text>
        {held && <Text color="secondary">{held}</Text>}
      </ManageCard>
      {open && templateRef && (
        <RequestDialog
          subject={{
            kind: 'update',
            resource: view,
            templateRef,
            requestsRepoUrl: identity.requestsRepoUrl,
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

function PauseCard(props: ActionProps) {
  const t = useT();
  const api = useSkeApi();
  const [failure, setFailure] = useState<Error>();
  const { identity, view, live } = props;
  const denied = useDenied('operate', { kind: 'resource', ref: identity.ref });
  const paused = isPaused(view.manifest);
  const press = async () => {
    setFailure(undefined);
    const { ref } = identity;
    await (paused ? api.resume(ref) : api.pause(ref)).catch(setFailure);
  };
  return (
    <ManageCard
      title={t(paused ? 'resource.resume' : 'resource.pause')}
      lacks={denied}
      live={live}
      held={isDeleting(view)}
      secondary
      onPress={() => void press()}
    >
      <Text as="p">{t(paused ? 'manage.resumeText' : 'manage.pauseText')}</Text>
      {failure && (
        <Alert role="alert" status="danger" title={messageOf(failure)} />
      )}
    </ManageCard>
  );
}

function DeleteCard(props: ActionProps) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const { identity, view, live } = props;
  const held = useHeld(props);
  const denied = useDenied('delete', { kind: 'resource', ref: identity.ref });
  return (
    <>
      <ManageCard
        title={t('manage.delete')}
        lacks={
          identity.promiseName
            ? denied
            : t('manage.noPromise', { annotation: annotations.promiseName })
        }
        live={live}
        held={held !== undefined || !props.known}
        destructive
        onPress={() => setOpen(true)}
      >
        {isDeleting(view) ? (
          <DeletionProgress manifest={view.manifest} />
        ) : (
          <Text as="p">{t('manage.deleteText')}</Text>
        )}
        {held && !isDeleting(view) && <Text color="secondary">{held}</Text>}
      </ManageCard>
      {open && (
        <DeleteDialog
          identity={identity}
          view={view}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
