import type { ReactNode } from 'react';
import { MarkdownContent } from '@backstage/core-components';
import { useEntity } from '@backstage/plugin-catalog-react';
import { identify, type ResourceIdentity } from '@syntasso/plugin-ske-common';
import { Announcer } from '../health/Announcer';
import { LiveFrame } from '../live/LiveFrame';
import { useLiveEntity } from '../live/useLive';
import { Card } from '../parts/Card';
import { EntityProblems } from '../parts/EntityProblems';
import { useStyles } from '../parts/styles';
import { PendingCard } from '../requests/PendingCard';
import { useRequests } from '../requests/useRequests';
import { WaitingBanner } from '../requests/WaitingBanner';
import { waitingFor } from '../requests/waiting';
import { ConnectCard } from './ConnectCard';
import { HealthChecksCard } from './HealthChecksCard';
import { ResourceAboutCard } from './ResourceAboutCard';
import { ResourceDetailsCard } from './ResourceDetailsCard';
import { ResourceStatusCard } from './ResourceStatusCard';
import { shownHealth } from './shownHealth';
import { WhereItRunsCard } from './WhereItRunsCard';
import { FallbackStatusCard } from './FallbackStatusCard';
import { useT } from '../translations/useT';

/** The page of a Resource: is it all right, how to connect, where it runs. */
export function ResourceContent(props: { children?: ReactNode }) {
  const { entity } = useEntity();
  const identity = identify(entity);
  if (identity.kind === 'invalid') {
    return <EntityProblems problems={identity.problems} />;
  }
  if (identity.kind !== 'resource') return null;
  return (
    <LiveResourcePage identity={identity}>{props.children}</LiveResourcePage>
  );
}

function LiveResourcePage(props: {
  identity: ResourceIdentity;
  children?: ReactNode;
}) {
  const t = useT();
  const classes = useStyles();
  const { identity } = props;
  const live = useLiveEntity(identity);
  const records = useRequests(identity.ref);
  const waiting = waitingFor(records, identity);
  const deletes = waiting.kind !== 'none' && waiting.action === 'Delete';
  const { name } = identity.ref;
  const fallback = identity.fallbackStatus;
  return (
    <div className={classes.column}>
      <Announcer name={name} health={shownHealth(live.state)} />
      {fallback.kind === 'unreadable' && (
        <EntityProblems
          title={t('statusAnnotation.title')}
          problems={[fallback.problem]}
        />
      )}
      {deletes && <WaitingBanner waiting={waiting} />}
      <LiveFrame
        live={live}
        what={name}
        heights={[180, 160, 160]}
        expected={waiting.kind !== 'none'}
        notice={!deletes && <WaitingBanner waiting={waiting} />}
        instead={
          <>
            <FallbackStatusCard status={fallback} />
            <PendingCard records={records} />
          </>
        }
      >
        {view => (
          <div className={classes.page}>
            <div className={classes.column}>
              <ResourceStatusCard view={view} state={live.state} />
              {identity.summary && (
                <Card>
                  <MarkdownContent content={identity.summary} />
                </Card>
              )}
              <ConnectCard view={view} />
              <HealthChecksCard view={view} />
              <ResourceDetailsCard view={view} records={records} />
            </div>
            <div className={classes.column}>
              <ResourceAboutCard view={view} />
              <WhereItRunsCard view={view} />
              {props.children}
            </div>
          </div>
        )}
      </LiveFrame>
    </div>
  );
}
