import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { Platform } from '../../platform/Platform';
import type { PlatformProvider } from '../../platform/PlatformProvider';
import { containsAll } from '../../platform/git/containsAll';
import { requestedFieldsOf } from '../../platform/git/manifestFile';
import { parseRecordedManifest, sendToPlatform } from './sendToPlatform';
import type { PullRequestSender } from './PullRequestSender';
import type {
  EndReason,
  RequestEndListener,
} from '../reconcile/reconcileRequests';
import { getBackstagePlatform } from '../../platform/getBackstagePlatform';
import { mayHaveArrived, type RequestDispatcher } from './RequestDispatcher';
import type { RequestStore, DispatchResult } from '../store/RequestStore';
import type { StoredRequest } from '../store/requestRow';

const LOST =
  'Backstage stopped while it was sending this, and cannot send it again by itself. It may have arrived: look at the Resource, and ask for it again if it has not.';

/** The refusal itself quotes what was asked for. */
const REFUSED =
  'It was not accepted where requests go. Who has asked for it was told why.';

/**
 * Takes up requests that a process has recorded and not sent before it ended. One that
 * has arrived all the same is marked as sent; any other one is sent now. One that cannot
 * be sent from here ends as lost: it needs the person's own token, or it held secrets,
 * which are not recorded, so that it cannot be compared either.
 */
export async function recoverUnsentRequests(options: {
  dispatcher: RequestDispatcher;
  platformProvider: PlatformProvider;
  pullRequests: PullRequestSender;
  logger: LoggerService;
  onEnd: RequestEndListener;
}): Promise<void> {
  const { dispatcher, platformProvider, pullRequests, logger, onEnd } = options;
  const store = await dispatcher.store();
  const unsent = (await store.listUnfinished()).filter(
    ({ record }) => record.state === 'recorded',
  );
  for (const stored of unsent) {
    await dispatcher.withLease(stored, async () => {
      const { id, action, ref } = stored.record;
      const requestText = `${action} of ${ref.kind} ${ref.namespace}/${ref.name}`;
      const end = async (
        outcome: 'lost' | 'refused',
        message: string,
        reason: EndReason,
      ) => {
        if (await store.finish(id, outcome, message)) {
          await onEnd(stored, outcome, reason);
        }
      };
      try {
        // Another replica may have sent it since the list was read.
        const currentRequest = await store.get(id);
        if (currentRequest?.record.state !== 'recorded') return;
        const result = await resend(
          currentRequest,
          getBackstagePlatform(platformProvider),
          {
            pullRequests,
            store,
          },
        );
        if (result) {
          await store.markSent(id, result);
          logger.info(`The ${requestText} was left behind, and is sent now`);
        } else {
          await end('lost', LOST, { text: LOST });
          logger.warn(`The ${requestText} was left behind, and is lost`);
        }
      } catch (error) {
        if (!isError(error)) throw error;
        if (!mayHaveArrived(error)) {
          const { message } = error;
          await end('refused', message, {
            text: REFUSED,
            toRequester: message,
          });
        }
        logger.warn(`The ${requestText} was left behind: ${error.message}`);
      }
    });
  }
}

/**
 * Sends a request that was left unsent, unless it has arrived already.
 *
 * @returns what is known of it now that it is sent; undefined when it cannot be sent from
 * here
 */
async function resend(
  stored: StoredRequest,
  platform: Platform | undefined,
  {
    pullRequests,
    store,
  }: { pullRequests: PullRequestSender; store: RequestStore },
): Promise<DispatchResult | undefined> {
  const { record, context } = stored;
  if (record.delivery === 'pull-request') {
    // Without a target another step of the Template opens the pull request.
    return context.target ? pullRequests.send(stored, store) : {};
  }
  if (!platform) return undefined;
  if (await hasArrived(stored, platform)) return {};
  if (!context.hasWholeManifest) return undefined;
  return sendToPlatform(platform, stored);
}

/**
 * Whether a request has arrived where writes go. In the Git modes that is the
 * repository: the cluster may apply it a long time later.
 */
async function hasArrived(
  { record }: StoredRequest,
  platform: Platform,
): Promise<boolean> {
  const present = await platform.getWritten(record.ref);
  if (record.action === 'Delete') {
    return present?.metadata.deletionTimestamp !== undefined || !present;
  }
  const wanted = parseRecordedManifest(record.manifest);
  return (
    present !== undefined &&
    containsAll(requestedFieldsOf(wanted), requestedFieldsOf(present))
  );
}
