import { Alert } from '@backstage/ui';
import type { ReactNode } from 'react';
import type {
  OfferingView,
  PromiseIdentity,
} from '@syntasso/plugin-ske-common';
import { EntityProblemList } from '../../components/EntityProblemList';
import { HealthAnnouncer } from '../../components/HealthAnnouncer';
import { LiveFrame } from '../../components/LiveFrame';
import { useLivePromiseEntity, viewOf } from '../../hooks/useLive';
import { IdentifiedEntity } from '../../components/IdentifiedEntity';
import { useStyles } from '../../components/styles';
import { PageCards, type PageCard } from '../../components/PageCards';
import { useT } from '../../translations/useT';
import { PromiseGoneNotice } from '../nextActions/PromiseGoneNotice';
import { defaultPromiseCards } from './cards';
import { PromiseEntityCard } from './PromiseEntityCard';
import { PromiseViewContext } from './usePromiseView';

/**
 * The page of a Promise: what it is, is it all right, request one.
 *
 * @param props.cards - those to show; without, our own in their order
 */
export function PromiseContent(props: {
  cards?: PageCard[];
  children?: ReactNode;
}) {
  return (
    <IdentifiedEntity kind="promise" below={props.children}>
      {identity => <LivePromisePage {...props} identity={identity} />}
    </IdentifiedEntity>
  );
}

function LivePromisePage(props: {
  identity: PromiseIdentity;
  cards?: PageCard[];
  children?: ReactNode;
}) {
  const t = useT();
  const { promiseName } = props.identity;
  const { cards = defaultPromiseCards, children } = props;
  const live = useLivePromiseEntity(props.identity);
  const { state } = live;
  const isGone = state.kind === 'gone';
  return (
    <>
      <HealthAnnouncer
        name={promiseName}
        health={isGone ? undefined : viewOf(state)?.health}
      />
      <LiveFrame
        live={live}
        what={promiseName}
        heights={[120, 320]}
        gone={isGone && <PromiseGoneNotice name={promiseName} state={state} />}
        instead={<PromiseEntityCard identity={props.identity} />}
        around={
          children === undefined
            ? undefined
            : place => (
                <PromiseViewContext.Provider value={undefined}>
                  <PageCards cards={[]} place={place}>
                    {children}
                  </PageCards>
                </PromiseViewContext.Provider>
              )
        }
      >
        {view => (
          <PromiseViewContext.Provider value={view}>
            <PageCards
              cards={cards}
              notice={
                <>
                  <HintProblems
                    title={t('promise.formProblems')}
                    problems={view.formProblems ?? []}
                  />
                  <HintProblems
                    title={t('promise.connectProblems')}
                    problems={view.connectProblems ?? []}
                  />
                  <CatalogProblems problems={view.catalogProblems} />
                </>
              }
            >
              {children}
            </PageCards>
          </PromiseViewContext.Provider>
        )}
      </LiveFrame>
    </>
  );
}

/** What of it and its Resources is not in the catalog as it is, for who can mend it. */
function CatalogProblems(props: { problems: OfferingView['catalogProblems'] }) {
  const t = useT();
  if (!props.problems) return null;
  const { own, resources } = props.problems;
  const title = t('promise.catalogProblems');
  const resourcesLabel = t('promise.resourcesWithProblems', {
    count: resources.objects,
  });
  return (
    <Alert
      status="warning"
      icon
      title={title}
      description={
        <>
          {own.length > 0 && <EntityProblemList problems={own} label={title} />}
          {resources.objects > 0 && (
            <>
              <p>{resourcesLabel}</p>
              <EntityProblemList
                problems={resources.examples}
                label={resourcesLabel}
              />
            </>
          )}
        </>
      }
    />
  );
}

/** Annotations and hints of the Promise that do not count, for who can mend them. */
function HintProblems(props: { title: string; problems: string[] }) {
  const classes = useStyles();
  if (props.problems.length === 0) return null;
  return (
    <Alert
      status="warning"
      icon
      title={props.title}
      description={
        <ul className={classes.plainList}>
          {props.problems.map(problem => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      }
    />
  );
}
