import type { ReactNode } from 'react';
import { Text } from '@backstage/ui';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  isOpen,
  type RequestRecord,
  type ResourceIdentity,
} from '@syntasso/plugin-ske-common';
import { Card } from '../../components/Card';
import { Code } from '../../components/Code';
import { EntityProblems } from '../../components/EntityProblems';
import { FallbackStatusCard } from '../../components/FallbackStatus';
import { HealthAnnouncer } from '../../components/HealthAnnouncer';
import { IdentifiedEntity } from '../../components/IdentifiedEntity';
import { LiveFrame } from '../../components/LiveFrame';
import { PageCards, type PageCard } from '../../components/PageCards';
import { useStyles } from '../../components/styles';
import { useLiveEntity } from '../../hooks/useLive';
import { shownHealth } from '../../live/shownHealth';
import { useT } from '../../translations/useT';
import { absenceOf } from '../nextActions/absenceOf';
import { GoneNotice } from '../nextActions/GoneNotice';
import { RequestHistory } from '../requests/RequestHistory';
import { useRequests } from '../requests/useRequests';
import { WaitingBanner } from '../requests/WaitingBanner';
import { waitingFor } from '../requests/waiting';
import { defaultResourceCards } from './cards';
import { ResourcePageContext } from './useResourcePage';

/**
 * The page of a Resource: is it all right, how to connect, where it runs.
 *
 * @param props.cards - those to show; without, our own in their order
 */
export function ResourceContent(props: {
  cards?: PageCard[];
  children?: ReactNode;
}) {
  return (
    <IdentifiedEntity kind="resource" below={props.children}>
      {identity => <LiveResourcePage {...props} identity={identity} />}
    </IdentifiedEntity>
  );
}

function LiveResourcePage(props: {
  identity: ResourceIdentity;
  cards?: PageCard[];
  children?: ReactNode;
}) {
  const t = useT();
  const classes = useStyles();
  const { identity, cards = defaultResourceCards, children } = props;
  const { entity } = useEntity();
  const live = useLiveEntity(identity);
  const requests = useRequests(identity.ref);
  const health = shownHealth(live.state);
  const waiting = waitingFor(requests, identity, health);
  const deletes = waiting.kind !== 'none' && waiting.action === 'Delete';
  const { name } = identity.ref;
  const fallback = identity.fallbackStatus;
  const { state } = live;
  const isGone = state.kind === 'gone';
  const absence = isGone
    ? absenceOf({
        lastView: state.lastView,
        records: requests,
        identity,
        entity,
      })
    : undefined;
  const isDeleted = absence === 'deleted';
  return (
    <div className={classes.column}>
      <HealthAnnouncer name={name} health={isGone ? undefined : health} />
      {fallback.kind === 'unreadable' && (
        <EntityProblems
          title={t('statusAnnotation.title')}
          problems={[fallback.problem]}
        />
      )}
      {deletes && !isDeleted && <WaitingBanner waiting={waiting} />}
      <LiveFrame
        live={live}
        what={name}
        heights={[180, 160, 160]}
        expected={waiting.kind !== 'none'}
        notice={!deletes && <WaitingBanner waiting={waiting} />}
        gone={
          isGone && (
            <GoneNotice identity={identity} state={state} absence={absence} />
          )
        }
        instead={
          <>
            {!isDeleted && <FallbackStatusCard status={fallback} />}
            <PendingCard requests={requests ?? []} />
          </>
        }
        around={
          children === undefined
            ? undefined
            : place => (
                <ResourcePageContext.Provider value={undefined}>
                  <PageCards cards={[]} place={place}>
                    {children}
                  </PageCards>
                </ResourcePageContext.Provider>
              )
        }
      >
        {view => (
          <ResourcePageContext.Provider
            value={{ identity, view, state, requests }}
          >
            <PageCards cards={cards}>{children}</PageCards>
          </ResourcePageContext.Provider>
        )}
      </LiveFrame>
    </div>
  );
}

/** What is known of a Resource that is not on the platform: what was asked for. */
function PendingCard(props: { requests: RequestRecord[] }) {
  const t = useT();
  const classes = useStyles();
  const { requests } = props;
  if (requests.length === 0) return null;
  const openRequest = requests.find(isOpen);
  const manifest =
    openRequest?.action === 'Delete' ? undefined : openRequest?.manifest;
  return (
    <Card title={t('resource.request')}>
      <div className={classes.column}>
        {manifest && (
          <>
            <Text as="p">{t('requests.notThere')}</Text>
            <Code label={t('dialog.manifest')}>{manifest}</Code>
          </>
        )}
        <RequestHistory records={requests} />
      </div>
    </Card>
  );
}
