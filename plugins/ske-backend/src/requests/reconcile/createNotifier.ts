import type { LoggerService } from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import {
  DEFAULT_OWNER,
  wholeGroupRef,
  type ObjectRef,
  type RequestOutcome,
} from '@syntasso/plugin-ske-common';
import type { EndReason, RequestEndListener } from './reconcileRequests';
import type { StoredRequest } from '../store/requestRow';

/** Outcomes that people are notified of, and how urgent they are. */
const NOTIFICATIONS: Partial<
  Record<RequestOutcome, { verb: string; severity: 'normal' | 'high' }>
> = {
  ready: { verb: 'is ready', severity: 'normal' },
  failed: { verb: 'failed on the platform', severity: 'high' },
  closed: { verb: 'was closed without being merged', severity: 'high' },
  lost: { verb: 'was lost', severity: 'high' },
  refused: { verb: 'was refused', severity: 'high' },
};

/**
 * Notifies the requester and the owner of how a request ended. Not all members of a group
 * need to be permitted to see the Resource, so the text does not say why: the page that it
 * links to does. Without the notifications plugin it only logs that nobody was notified.
 *
 * @param findEntityRef - finds a Resource's entity in the catalog
 */
export function createNotifier(
  notifications: NotificationService,
  logger: LoggerService,
  findEntityRef: (resource: ObjectRef) => Promise<string | undefined>,
): RequestEndListener {
  return async (stored, outcome, reason) => {
    const notification = NOTIFICATIONS[outcome];
    if (!notification) return;
    const { id, ref, action } = stored.record;
    const requestText =
      action === 'Request'
        ? `${ref.kind} ${ref.name}`
        : `${action} of ${ref.kind} ${ref.name}`;
    try {
      const link = await findLink(stored, outcome, findEntityRef);
      for (const { description, ...to } of messagesOf(stored, reason)) {
        await notifications.send({
          recipients: { type: 'entity', ...to },
          payload: {
            title: `${requestText} ${notification.verb}`,
            description,
            link,
            severity: notification.severity,
            topic: 'ske.requests',
            // The same news twice is one.
            scope: `ske-request-${id}`,
          },
        });
      }
    } catch (error) {
      logger.debug(`Nobody was notified of the ${requestText}: ${error}`);
    }
  };
}

/** A text, and who gets it. */
interface Message {
  entityRef: string[];
  excludeEntityRef?: string;
  description: string | undefined;
}

/** One message for all, or one for the requester and one for the others. */
function messagesOf(
  { record: { requestedBy }, context }: StoredRequest,
  reason: EndReason | undefined,
): Message[] {
  const owner = wholeGroupRef(context.owner ?? DEFAULT_OWNER);
  const description = reason?.text;
  if (requestedBy === undefined) return [{ entityRef: [owner], description }];
  if (reason?.toRequester === undefined) {
    return [{ entityRef: [...new Set([requestedBy, owner])], description }];
  }
  return [
    { entityRef: [requestedBy], description: reason.toRequester },
    { entityRef: [owner], excludeEntityRef: requestedBy, description },
  ];
}

/** The Resource's page; the Promise's, where it has none. */
async function findLink(
  { record, context }: StoredRequest,
  outcome: RequestOutcome,
  findEntityRef: (resource: ObjectRef) => Promise<string | undefined>,
): Promise<string | undefined> {
  const hasNoEntity =
    record.action === 'Request' && outcome !== 'ready' && outcome !== 'failed';
  const entityRef = hasNoEntity
    ? undefined
    : context.entityRef ?? (await findEntityRef(record.ref));
  const ref = entityRef ?? context.promiseRef;
  if (!ref) return record.pullRequest?.url;
  const { kind, namespace, name } = parseEntityRef(ref);
  return `/catalog/${namespace}/${kind}/${name}`.toLowerCase();
}
