import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Platforms } from '../platform/Platforms';
import type { Proposals } from './Proposals';
import { redactStored } from './redactStored';
import { followRequests, type OnEnd } from './follow';
import type { Requests } from './Requests';
import type { RequestStore } from './RequestStore';
import type { Chore, RequestTiming } from './schedule';
import { PullRequestSweep } from './sweep';
import { sendUnsent } from './unsent';

const DAY_MS = 24 * 60 * 60_000;
/** How soon after a kill what was left behind is taken up. */
const UNSENT_SECONDS = 10;
/** So long after it was closed a pull request is still looked at. */
const REOPENED_DAYS = 30;
/** Changes are followed up after this long, all that came meanwhile at once. */
const SOON_MS = 1_000;
/** While a few are on their way, people wait for them. */
const WAITED_FOR_MS = 5_000;
const FEW = 50;

/** Looks after requests from when they are written down until they are history. */
export function keepRequests(options: {
  store: RequestStore;
  requests: Requests;
  platforms: Platforms;
  proposals: Proposals;
  catalog: CatalogService;
  auth: AuthService;
  logger: LoggerService;
  timing: RequestTiming;
  onEnd: OnEnd;
}): { chores: Chore[]; sweep: PullRequestSweep; stop: () => void } {
  const { store, proposals, timing } = options;
  const sweep = new PullRequestSweep({ ...options, hosts: proposals.hosts });
  let timer: NodeJS.Timeout | undefined;
  let following: Promise<void> = Promise.resolve();
  let stopped = false;
  const follow = () => {
    following = following
      .then(() => followRequests(options))
      .then(left => {
        if (left > 0 && left <= FEW) later(WAITED_FOR_MS);
      })
      .catch(error =>
        options.logger.warn(`Requests are not followed: ${error}`),
      );
    return following;
  };
  const later = (ms: number) => {
    if (stopped) return;
    clearTimeout(timer);
    timer = setTimeout(() => void follow(), ms);
    timer.unref();
  };
  const soon = () => later(SOON_MS);
  const endListening = store.onChange(soon);
  const endDiscovery = options.platforms.onDiscovery(soon);
  return {
    sweep,
    stop() {
      stopped = true;
      clearTimeout(timer);
      endListening();
      endDiscovery();
    },
    chores: [
      {
        id: 'ske-requests-unsent',
        seconds: UNSENT_SECONDS,
        scope: 'local',
        work: () => sendUnsent(options),
      },
      {
        id: 'ske-requests-follow',
        seconds: timing.refreshSeconds,
        scope: 'local',
        work: follow,
      },
      {
        id: 'ske-pull-requests',
        seconds: timing.refreshSeconds,
        scope: 'global',
        work: () => sweep.open(),
      },
      {
        id: 'ske-pull-requests-closed',
        seconds: timing.sweepSeconds,
        scope: 'global',
        work: () => sweep.closed(new Date(Date.now() - REOPENED_DAYS * DAY_MS)),
      },
      {
        id: 'ske-requests-redact',
        seconds: 10 * 60,
        scope: 'global',
        work: () => redactStored(options),
      },
      {
        id: 'ske-requests-history',
        seconds: 6 * 60 * 60,
        scope: 'global',
        async work() {
          await store.prune(new Date(Date.now() - timing.historyDays * DAY_MS));
          await store.forget(timing.forget);
        },
      },
    ],
  };
}
