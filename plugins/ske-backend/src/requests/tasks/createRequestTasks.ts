import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { PlatformProvider } from '../../platform/PlatformProvider';
import type { PullRequestSender } from '../dispatch/PullRequestSender';
import { redactStoredRequests } from '../store/redactStoredRequests';
import type { RequestEndListener } from '../reconcile/reconcileRequests';
import { RequestReconciler } from '../reconcile/RequestReconciler';
import type { RequestDispatcher } from '../dispatch/RequestDispatcher';
import type { RequestStore } from '../store/RequestStore';
import type { ScheduledTask, RequestTiming } from './scheduleTasks';
import { PullRequestPoller } from '../reconcile/PullRequestPoller';
import { recoverUnsentRequests } from '../dispatch/recoverUnsentRequests';

const DAY_MS = 24 * 60 * 60_000;
/** How often unsent requests are looked for; the lease of one may add 30 s. */
const RECOVERY_INTERVAL_SECONDS = 10;
/** For how many days after it was closed a pull request is still checked. */
const REOPENED_DAYS = 30;

/** The tasks that take requests from recorded to done, and prune the history. */
export function createRequestTasks(options: {
  store: RequestStore;
  dispatcher: RequestDispatcher;
  platformProvider: PlatformProvider;
  pullRequests: PullRequestSender;
  catalog: CatalogService;
  auth: AuthService;
  logger: LoggerService;
  timing: RequestTiming;
  onEnd: RequestEndListener;
}): { tasks: ScheduledTask[]; poller: PullRequestPoller; stop: () => void } {
  const { store, pullRequests, timing } = options;
  const poller = new PullRequestPoller({
    ...options,
    hosts: pullRequests.hosts,
  });
  const reconciler = new RequestReconciler(options);
  return {
    poller,
    stop: () => reconciler.stop(),
    tasks: [
      {
        id: 'ske-requests-unsent',
        seconds: RECOVERY_INTERVAL_SECONDS,
        scope: 'local',
        work: () => recoverUnsentRequests(options),
      },
      {
        id: 'ske-requests-follow',
        seconds: timing.refreshSeconds,
        scope: 'local',
        work: () => reconciler.reconcileAll(),
      },
      {
        id: 'ske-pull-requests',
        seconds: timing.refreshSeconds,
        scope: 'global',
        work: () => poller.pollUnmerged(),
      },
      {
        id: 'ske-pull-requests-closed',
        seconds: timing.sweepSeconds,
        scope: 'global',
        work: () =>
          poller.pollClosed(new Date(Date.now() - REOPENED_DAYS * DAY_MS)),
      },
      {
        id: 'ske-requests-redact',
        seconds: 10 * 60,
        scope: 'global',
        work: () => redactStoredRequests(options),
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
