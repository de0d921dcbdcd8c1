import type { ComponentType } from 'react';
import type { ResourceView } from '@syntasso/plugin-ske-common';
import { Card } from '../../components/Card';
import { Markdown } from '../../components/Markdown';
import { defaultPageCards } from '../../components/PageCards';
import { ChangeButton } from '../requestDialog/ChangeButton';
import { holds, waitingFor } from '../requests/waiting';
import { resourceCardOrder, type ResourceCardName } from './cardOrder';
import { ConnectCard } from './ConnectCard';
import { HealthChecksCard } from './HealthChecksCard';
import { ResourceAboutCard } from './ResourceAboutCard';
import { ResourceDetailsCard } from './ResourceDetailsCard';
import { ResourceStatusCard } from './ResourceStatusCard';
import { useResourcePage } from './useResourcePage';
import { WhereItRunsCard } from './WhereItRunsCard';

/** The cards of a Resource's page, which take what they show from the page. */
export const resourceCards: Record<ResourceCardName, ComponentType> = {
  status: function Status() {
    const { identity, view, state, requests } = useResourcePage();
    return (
      <ChangeButton
        identity={identity}
        view={view}
        isHeld={holds(waitingFor(requests, identity))}
        isLive={state.kind === 'live'}
      >
        {change => (
          <ResourceStatusCard view={view} state={state} change={change} />
        )}
      </ChangeButton>
    );
  },
  summary: function Summary() {
    const { summary } = useResourcePage().identity;
    if (!summary) return null;
    return (
      <Card>
        <Markdown content={summary} />
      </Card>
    );
  },
  connect: withView(ConnectCard),
  'health-checks': withView(HealthChecksCard),
  details: function Details() {
    const { view, requests, identity, state } = useResourcePage();
    return (
      <ResourceDetailsCard
        view={view}
        records={requests}
        identity={identity}
        live={state.kind === 'live'}
      />
    );
  },
  about: withView(ResourceAboutCard),
  destinations: withView(WhereItRunsCard),
};

/** See {@link defaultPageCards}. */
export const defaultResourceCards = defaultPageCards(
  resourceCardOrder,
  resourceCards,
);

function withView(CardOfView: ComponentType<{ view: ResourceView }>) {
  return function ResourceCard() {
    return <CardOfView view={useResourcePage().view} />;
  };
}
