import type { ReactElement } from 'react';
import { Alert } from '@backstage/ui';
import type {
  Identity,
  OfferingView,
  ResourceView,
} from '@syntasso/plugin-ske-common';
import { EntityProblems } from '../components/EntityProblems';
import { LiveBanner } from '../components/LiveBanner';
import { waitingFor, type Waiting } from '../features/requests/waiting';
import {
  WaitingBanner,
  waitingTitle,
} from '../features/requests/WaitingBanner';
import type { LiveState } from '../live/LiveStore';
import type { T } from '../translations/useT';
import { messageOf } from '../utils/messageOf';
import { Stage } from './types';

/** What is said above what a page shows. */
export interface FetcherBanner {
  /** '' when there is nothing to say. */
  message: string;
  element: ReactElement;
}

const NO_BANNER: FetcherBanner = { message: '', element: <></> };

/**
 * The one thing that is said: that a deletion is waited for, before what went wrong, before
 * that a review is waited for. What is waited for is what the entity says. Pure.
 */
export function fetcherBannerOf(known: {
  t: T;
  identity: Identity;
  state: LiveState<OfferingView | ResourceView>;
  stage: Stage;
  retryNow: () => void;
}): FetcherBanner {
  const { t, identity, state, stage, retryNow } = known;
  const waiting: Waiting =
    identity.kind === 'resource'
      ? waitingFor(undefined, identity)
      : { kind: 'none' };
  const waitingBanner =
    waiting.kind === 'none'
      ? NO_BANNER
      : {
          message: waitingTitle(waiting, t),
          element: <WaitingBanner waiting={waiting} />,
        };
  if (waiting.kind !== 'none' && waiting.action === 'Delete') {
    return waitingBanner;
  }
  const isGone = state.kind === 'gone' && identity.kind !== 'promise';
  if (stage === Stage.DELETING && !isGone) {
    const message = t('manage.held');
    return {
      message,
      element: <Alert role="status" status="info" icon title={message} />,
    };
  }
  if (identity.kind === 'invalid') {
    return {
      message: identity.problems.map(({ remedy }) => remedy).join(' '),
      element: <EntityProblems problems={identity.problems} />,
    };
  }
  const problem = problemOf(state, identity, t);
  return problem
    ? {
        message: problem,
        element: <LiveBanner state={state} retryNow={retryNow} />,
      }
    : waitingBanner;
}

function problemOf(
  state: LiveState<OfferingView | ResourceView>,
  identity: Identity,
  t: T,
): string | undefined {
  switch (state.kind) {
    case 'failed':
      return messageOf(state.error) || t('resource.stageState.failed');
    case 'stale':
      return state.reason;
    case 'gone':
      // The page of a Promise stays: a repository may have none.
      return identity.kind === 'promise' ? undefined : state.message;
    default:
      return undefined;
  }
}
