import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  describeHealthReason,
  describeHealthReasonCode,
  mapHealthReasonValues,
  type Manifest,
  type ObjectRef,
  type RequestOutcome,
} from '@syntasso/plugin-ske-common';
import pLimit from 'p-limit';
import {
  DEFAULT_RULES,
  isResourceInCatalog,
} from '../../entities/DiscoveryRules';
import { findResourceEntityRefs } from '../../entities/resourceEntities';
import { containsAll } from '../../platform/git/containsAll';
import { maskText } from '../../redaction/maskText';
import type { Platform } from '../../platform/Platform';
import type { PlatformProvider } from '../../platform/PlatformProvider';
import { secretsOfResource } from '../../redaction/secrets';
import type { RequestOutcomes } from './requestOutcome';
import { parseRecordedManifest } from '../dispatch/sendToPlatform';
import { getBackstagePlatform } from '../../platform/getBackstagePlatform';
import type { RequestStore } from '../store/RequestStore';
import type { StoredRequest } from '../store/requestRow';
import { findResource, wasOnPlatform } from './findResource';

/** How many requests are reconciled at the same time. */
const RECONCILED_AT_ONCE = 5;
/** After this long a request is not waited for any longer. */
const LONGEST_WAIT_MS = 7 * 24 * 60 * 60_000;

/** The Resource or its Promise is not there, or Backstage may not read it. */
const NOT_THERE = ['NotFoundError', 'NotAllowedError'];

/** Why a request has ended, for those who are notified of it. */
export interface EndReason {
  /** Without words of the workflow: not all of them need to be permitted to see the Resource. */
  text: string;
  /** For the requester only, in place of `text`: it may quote the request. */
  toRequester?: string;
}

/** Is called once for each request that ends, by the replica that ended it. */
export type RequestEndListener = (
  stored: StoredRequest,
  outcome: RequestOutcome,
  /** Undefined: nothing more is known. */
  reason: EndReason | undefined,
) => Promise<void>;

/** What requests are compared with, and who is told of their end. */
export interface ReconcileOptions {
  store: RequestStore;
  platformProvider: PlatformProvider;
  catalog: CatalogService;
  auth: AuthService;
  logger: LoggerService;
  onEnd: RequestEndListener;
  /** The same one each time. */
  outcomes: RequestOutcomes;
}

/**
 * Compares requests that were sent with the platform and the catalog, and moves them on:
 * when the Resource is there, a change is applied, or a deletion is complete.
 *
 * @param about - the Resources whose requests are compared; default: all
 * @returns those that were not done before
 */
export async function reconcileRequests(
  options: ReconcileOptions,
  about?: ObjectRef[],
): Promise<StoredRequest[]> {
  const { store, platformProvider, logger } = options;
  const platform = getBackstagePlatform(platformProvider);
  const unfinished = (await store.listUnfinished(about)).filter(
    ({ record }) => record.state !== 'recorded',
  );
  const entityRefs = await findResourceEntityRefs(
    options,
    unfinished.map(({ record }) => record.ref),
  );
  if (!about)
    options.outcomes.retain(new Set(unfinished.map(({ record }) => record.id)));
  if (unfinished.some(({ record }) => record.state === 'landed')) {
    await platform?.cluster?.live.waitForHealths();
  }
  const limit = pLimit(RECONCILED_AT_ONCE);
  const reconcileOne = async (stored: StoredRequest) => {
    try {
      const entityRef = entityRefs.get(stored.record.ref);
      await reconcileRequest(options, stored, platform, entityRef);
    } catch (error) {
      // A failure of one must not keep the others from being reconciled.
      if (!isError(error)) throw error;
      const { kind, name } = stored.record.ref;
      logger.debug(`Request for ${kind} ${name}: ${error.message}`);
      // The platform does not answer: that says nothing about the request.
      if (!NOT_THERE.includes(error.name)) return;
    }
    if (isOverdue(stored.record)) await endOverdue(options, stored);
  };
  await Promise.all(
    unfinished.map(stored => limit(() => reconcileOne(stored))),
  );
  return unfinished;
}

/** Its pull request is open: nothing happens before somebody merges it. */
export const waitsForPeople = ({ pullRequest }: StoredRequest['record']) =>
  pullRequest !== undefined && pullRequest.state !== 'merged';

async function reconcileRequest(
  options: ReconcileOptions,
  stored: StoredRequest,
  platform: Platform | undefined,
  entityRef: string | undefined,
) {
  const { store } = options;
  const { record } = stored;
  if (waitsForPeople(record)) return;
  const found = platform && (await findResource(platform, record.ref));
  const onPlatform = found?.resource;
  const inCatalog = entityRef !== undefined;
  if (platform && found?.isDeleted && wasOnPlatform(stored, platform)) {
    // Nobody is notified: somebody has deleted it on purpose.
    await store.finish(record.id, 'lost', DELETED_MEANWHILE);
    return;
  }
  if (record.action === 'Delete') {
    const isGone = platform ? !onPlatform : true;
    if (isGone && !inCatalog) await end(options, stored, 'deleted');
    return;
  }
  if (record.state === 'sent') {
    const hasArrived =
      inCatalog ||
      (platform && onPlatform && (await isKeptOut(platform, onPlatform)));
    if (!hasArrived) return;
    // Read again with its manifest, which the list does not have.
    const requestWithManifest = await store.get(record.id);
    if (
      !requestWithManifest ||
      !isApplied(requestWithManifest, platform, onPlatform)
    )
      return;
    await store.markLanded(record.id);
  }
  // No cluster, or Backstage has no credential of its own for it: nothing more can be
  // found out.
  if (!platform?.cluster) {
    await end(options, stored, 'delivered');
    return;
  }
  if (!onPlatform) return;
  const offering = await platform.offeringOf(record.ref);
  const health = platform.cluster.live.healths.observeResource({
    offering,
    resource: onPlatform,
  });
  const outcome = options.outcomes.outcomeOf(record, onPlatform, health);
  if (outcome === 'ready') await end(options, stored, 'ready');
  if (outcome === 'failed') {
    const { causes } = platform.cluster.live;
    // With an account for each person, not everybody who may see the Resource in Backstage
    // may read its log on the cluster.
    const { reason } =
      options.platformProvider.auth.kind === 'person'
        ? health
        : await causes.read({ offering, resource: onPlatform }, health);
    const secrets = secretsOfResource(onPlatform, offering);
    const maskedReason = mapHealthReasonValues(reason, text =>
      maskText(text, secrets),
    );
    await end(
      options,
      stored,
      'failed',
      describeHealthReason(maskedReason),
      describeHealthReasonCode(reason.code),
    );
  }
}

/** Whether a Resource never comes into the catalog: nobody waits for its entity. */
async function isKeptOut(
  platform: Platform,
  resource: Manifest,
): Promise<boolean> {
  const offering = await platform.offeringOf(resource);
  const rules = platform.cluster?.live.entities.rules ?? DEFAULT_RULES;
  return !isResourceInCatalog({ offering, resource }, rules);
}

const DELETED_MEANWHILE = 'The Resource was deleted before it was ready.';

/** Whether nothing has happened to a request for so long that it is not waited for any more. */
function isOverdue(record: StoredRequest['record']): boolean {
  if (record.pullRequest?.state === 'open') return false;
  const { recordedAt, sentAt, landedAt, pullRequest } = record;
  const times = [recordedAt, sentAt, landedAt, pullRequest?.endedAt].map(time =>
    time ? Date.parse(time) : 0,
  );
  return Date.now() - Math.max(...times) > LONGEST_WAIT_MS;
}

/** Ends it, unless it has come to another end meanwhile. */
async function endOverdue(options: ReconcileOptions, stored: StoredRequest) {
  const { id, action } = stored.record;
  const currentRecord = (await options.store.get(id))?.record;
  if (!currentRecord || !isOverdue(currentRecord)) return;
  if (currentRecord.state === 'landed') {
    await end(
      options,
      stored,
      'delivered',
      'The Resource was not ready within seven days. Its page says what it waits for.',
    );
  } else if (currentRecord.state === 'sent') {
    await end(
      options,
      stored,
      'lost',
      action === 'Delete'
        ? 'The Resource was not gone within seven days. Its page says what it waits for.'
        : 'It was not carried out on the platform within seven days. Look at how requests get there, then ask for it again.',
    );
  }
}

/** Whether the platform has what was requested, as far as the record allows to compare. */
function isApplied(
  { record, context }: StoredRequest,
  platform: Platform | undefined,
  onPlatform: Manifest | undefined,
): boolean {
  if (!platform) return true;
  if (!onPlatform) return false;
  if (!context.hasWholeManifest || record.manifest === undefined) return true;
  return containsAll(
    parseRecordedManifest(record.manifest).spec,
    onPlatform.spec,
  );
}

/**
 * @param message - what its history says, to people who may see the Resource
 * @param announced - what the notification says; default: the same
 */
async function end(
  { store, onEnd }: ReconcileOptions,
  stored: StoredRequest,
  outcome: RequestOutcome,
  message?: string,
  announced = message,
) {
  // Of several replicas only the one that has finished it notifies people.
  if (await store.finish(stored.record.id, outcome, message)) {
    const reason = announced === undefined ? undefined : { text: announced };
    await onEnd(stored, outcome, reason);
  }
}
