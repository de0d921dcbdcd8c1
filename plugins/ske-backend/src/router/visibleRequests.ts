import { NotAllowedError } from '@backstage/errors';
import {
  isOpen,
  wholeGroupRef,
  type ObjectRef,
  type Offering,
  type RequestRecord,
  type WaitingRequests,
} from '@syntasso/plugin-ske-common';
import { ifNotFound } from '@syntasso/plugin-ske-node';
import pLimit from 'p-limit';
import type { Viewer } from '../access/Access';
import { apiKey } from '../live/apiKey';
import { findPresent } from '../platform/findPresent';
import type { Platform } from '../platform/Platform';
import { blankOf } from '../requests/authorization/actionToAllow';
import type { RequestStore } from '../requests/store/RequestStore';
import type { StoredRequest } from '../requests/store/requestRow';
import { ifNotAllowed } from '../utils/ifNotAllowed';

/** Most requests in one answer; a person has hardly more under way. */
const MOST_SHOWN = 100;
/** Requests whose Resources are looked at on the platform at the same time. */
const AT_ONCE = 10;

/** Who reads requests, and what decides which of them they may see. */
interface RequestReader {
  store: RequestStore;
  platform: Platform;
  viewer: Viewer;
  /** Whether each person's own account decides what they may read on the platform. */
  isPersonal: boolean;
}

/**
 * The requests that are on their way and somebody's own: what they have asked for, and
 * what others propose for a group of theirs; newest first. None of a Resource that they
 * may not see.
 */
export async function findMyRequests(
  reader: RequestReader,
): Promise<RequestRecord[]> {
  const { store, viewer } = reader;
  const { person, ownsThrough = [] } = viewer;
  if (person === undefined) return [];
  const ownRequests = await store.listUnfinishedBy(person);
  const proposals = await store.listUnfinishedByPullRequest();
  const requestsOfGroups = proposals.filter(
    ({ record, context: { owner } }) =>
      record.requestedBy !== person &&
      owner !== undefined &&
      ownsThrough.includes(wholeGroupRef(owner)),
  );
  const storedRequests = [...ownRequests, ...requestsOfGroups]
    .filter(({ record }) => isOpen(record))
    .sort((a, b) => b.record.recordedAt.localeCompare(a.record.recordedAt))
    .slice(0, MOST_SHOWN);
  return findVisible(reader, storedRequests);
}

/**
 * The pull requests that wait for a review, whoever has made them; the ones that wait
 * longest first. None of a Resource that one may not see. Only the first hundred are looked
 * at.
 */
export async function findWaitingRequests(
  reader: RequestReader,
): Promise<WaitingRequests> {
  const proposals = await reader.store.listUnfinishedByPullRequest();
  const waiting = proposals
    .filter(
      ({ record }) => isOpen(record) && record.pullRequest?.state === 'open',
    )
    .sort((a, b) => a.record.recordedAt.localeCompare(b.record.recordedAt));
  return {
    items: await findVisible(reader, waiting.slice(0, MOST_SHOWN)),
    more: waiting.length > MOST_SHOWN,
  };
}

/** The requests of Resources that the viewer may see, in their order. */
async function findVisible(
  { platform, viewer, isPersonal }: RequestReader,
  storedRequests: StoredRequest[],
): Promise<RequestRecord[]> {
  const offeringOf = createOfferingLookup(platform);
  const isVisible = async (stored: StoredRequest): Promise<boolean> => {
    const { requestedBy } = stored.record;
    const offering = await offeringOf(stored.record.ref);
    if (!offering) return false;
    const ref = inServedVersion(stored.record.ref, offering);
    // What others have asked for may have another owner by now.
    const isOwn = viewer.person !== undefined && requestedBy === viewer.person;
    const present = isOwn
      ? undefined
      : await findPresent(platform, ref).catch(ifNotAllowed);
    const resource = present ?? blankOf(ref, stored.context.owner);
    if (viewer.resourceRefusal({ offering, resource })) return false;
    const { name: _, ...anyName } = ref;
    // While its API is not installed, nobody can be asked who may read it.
    return (
      !isPersonal ||
      ((await mayGet(platform, anyName).catch(ifNotFound)) ?? isOwn)
    );
  };
  const atOnce = pLimit(AT_ONCE);
  const visible = await Promise.all(
    storedRequests.map(stored => atOnce(() => isVisible(stored))),
  );
  return storedRequests
    .filter((_, index) => visible[index])
    .map(({ record }) => record);
}

/**
 * The same object in the version of its API that is read here: a request may name one that
 * is not served any more, by which nothing is found.
 */
export const inServedVersion = <Ref extends ObjectRef>(
  ref: Ref,
  { api }: Offering,
): Ref =>
  api?.served
    ? { ...ref, apiVersion: `${api.group}/${api.served.version}` }
    : ref;

/** Finds what offers a kind, each once; nothing where nothing does any more. */
function createOfferingLookup(platform: Platform) {
  const offerings = new Map<string, Promise<Offering | undefined>>();
  return (ref: ObjectRef) => {
    const key = apiKey(ref);
    const offering =
      offerings.get(key) ?? platform.offeringOf(ref).catch(ifNotAllowed);
    offerings.set(key, offering);
    return offering;
  };
}

async function mayGet(
  { cluster }: Platform,
  ref: Omit<ObjectRef, 'name'>,
): Promise<boolean> {
  if (!cluster) return true;
  const { lacking } = await cluster.reviewAccess(ref, ['get']);
  return lacking === undefined;
}

/**
 * Requires the right to read an object on the platform, before anything is said of one
 * that is not there (any more).
 *
 * @throws NotAllowedError for a person whose own account may not.
 */
export async function requireGet(
  { cluster }: Platform,
  ref: ObjectRef,
  isPersonal: boolean,
) {
  if (!cluster || !isPersonal) return;
  const { type, lacking } = await cluster.reviewAccess(ref, ['get']);
  if (lacking === undefined) return;
  throw new NotAllowedError(
    `Your account on platform ${cluster.name} may not ${lacking} ${type.plural}.${type.group} in namespace ${ref.namespace}. Ask the platform team for a role with that right.`,
  );
}
