import { NotAllowedError } from '@backstage/errors';
import type {
  ObjectRef,
  Offering,
  RequestRecord,
  WaitingQuery,
  WaitingRequests,
} from '@syntasso/plugin-ske-common';
import { ifNotFound } from '@syntasso/plugin-ske-node';
import pLimit from 'p-limit';
import type { Viewer } from '../access/Access';
import { apiKey } from '../live/apiKey';
import { findPresent } from '../platform/findPresent';
import type { Platform } from '../platform/Platform';
import { blankOf } from '../requests/authorization/actionToAllow';
import type { RequestPosition } from '../requests/store/openRequests';
import type { RequestStore } from '../requests/store/RequestStore';
import type { StoredRequest } from '../requests/store/requestRow';
import { ifNotAllowed } from '../utils/ifNotAllowed';

/** Most requests in one answer; a person has hardly more under way. */
const MOST_SHOWN = 100;
/** How often one page reads on, if most requests are hidden from the viewer. */
const MOST_READS = 5;
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
  const { person, ownsThrough: owners = [] } = viewer;
  if (person === undefined) return [];
  const whose = { person, owners };
  return findVisible(reader, await store.listOpenOf(whose, MOST_SHOWN));
}

/**
 * The pull requests that wait for a review, whoever has made them; the ones that wait
 * longest first. None of a Resource that one may not see. Only as many as a page needs are
 * read; those after it are only counted.
 */
export async function findWaitingRequests(
  reader: RequestReader,
  { limit, after }: WaitingQuery,
): Promise<WaitingRequests> {
  const { store } = reader;
  const items: RequestRecord[] = [];
  let position = after === undefined ? undefined : readCursor(after);
  for (let reads = 0; reads < MOST_READS && items.length < limit; reads += 1) {
    const batch = await store.listWaiting(position, limit);
    const visible = await findVisible(reader, batch);
    const room = limit - items.length;
    items.push(...visible.slice(0, room));
    position =
      (visible.length > room ? items.at(-1) : batch.at(-1)?.record) ?? position;
    const isLast = batch.length < limit && visible.length <= room;
    if (isLast) return { items, more: 0 };
  }
  const more = await store.countWaiting(position);
  return {
    items,
    more,
    next: more > 0 && position ? cursorOf(position) : undefined,
  };
}

const cursorOf = ({ recordedAt, id }: RequestPosition) => `${recordedAt} ${id}`;

function readCursor(cursor: string): RequestPosition {
  const [recordedAt, id] = cursor.split(' ');
  return { recordedAt, id };
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
