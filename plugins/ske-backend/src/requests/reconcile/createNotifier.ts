import type { LoggerService } from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import {
  DEFAULT_OWNER,
  wholeGroupRef,
  type ObjectRef,
  type RequestOutcome,
} from '@syntasso/plugin-ske-common';
import type { RequestEndListener } from './reconcileRequests';
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
 * Notifies the requester and the owner of how a request ended. Without the
 * notifications plugin it only logs that nobody was notified.
 *
 * @param findEntityRef - finds a Resource's entity in the catalog
 */
export function createNotifier(
  notifications: NotificationService,
  logger: LoggerService,
  findEntityRef: (resource: ObjectRef) => Promise<string | undefined>,
): RequestEndListener {
  return async (stored, outcome, message) => {
    const notification = NOTIFICATIONS[outcome];
    if (!notification) return;
    const { id, ref, action } = stored.record;
    const requestText =
      action === 'Request'
        ? `${ref.kind} ${ref.name}`
        : `${action} of ${ref.kind} ${ref.name}`;
    try {
      await notifications.send({
        recipients: { type: 'entity', entityRef: recipientsOf(stored) },
        payload: {
          title: `${requestText} ${notification.verb}`,
          description: message,
          link: await findLink(stored, outcome, findEntityRef),
          severity: notification.severity,
          topic: 'ske.requests',
          // The same news twice is one.
          scope: `ske-request-${id}`,
        },
      });
    } catch (error) {
      logger.debug(`Nobody was notified of the ${requestText}: ${error}`);
    }
  };
}

const recipientsOf = ({ record, context }: StoredRequest) => [
  ...new Set([
    ...(record.requestedBy ? [record.requestedBy] : []),
    wholeGroupRef(context.owner ?? DEFAULT_OWNER),
  ]),
];

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
