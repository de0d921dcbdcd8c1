import type { ReactNode } from 'react';
import { MarkdownContent } from '@backstage/core-components';
import { useEntity } from '@backstage/plugin-catalog-react';
import { identify, type ResourceIdentity } from '@syntasso/plugin-ske-common';
import { Announcer } from '../health/Announcer';
import { useLiveResource, viewOf } from '../live/useLive';
import { Card } from '../parts/Card';
import { EntityProblems } from '../parts/EntityProblems';
import { LiveBanner } from '../parts/LiveBanner';
import { Loading } from '../parts/Loading';
import { useStyles } from '../parts/styles';
import { ConnectCard } from './ConnectCard';
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
  const { state, retryNow } = useLiveResource(identity.ref);
  const view = viewOf(state);
  const { name } = identity.ref;
  const fallback = identity.fallbackStatus;
  return (
    <div className={classes.column}>
      <Announcer name={name} health={shownHealth(state)} />
      <LiveBanner state={state} retryNow={retryNow} />
      {fallback.kind === 'unreadable' && (
        <EntityProblems
          title={t('statusAnnotation.title')}
          problems={[fallback.problem]}
        />
      )}
      {state.kind === 'connecting' && (
        <Loading what={name} heights={[180, 160, 160]} />
      )}
      {!view && state.kind !== 'connecting' && (
        <FallbackStatusCard status={fallback} />
      )}
      {view && (
        <div className={classes.page}>
          <div className={classes.column}>
            <ResourceStatusCard view={view} state={state} />
            {identity.summary && (
              <Card>
                <MarkdownContent content={identity.summary} />
              </Card>
            )}
            <ConnectCard view={view} />
            <ResourceDetailsCard view={view} />
          </div>
          <div className={classes.column}>
            <ResourceAboutCard view={view} />
            <WhereItRunsCard view={view} />
            {props.children}
          </div>
        </div>
      )}
    </div>
  );
}
