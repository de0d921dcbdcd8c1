import type { Entity } from '@backstage/catalog-model';
import {
  annotations,
  type OfferingView,
  type RequestRecord,
  type ResourceIdentity,
  type ResourceView,
} from '@syntasso/plugin-ske-common';
import { waitingFor } from '../requests/waiting';

/**
 * Why a Resource is not on the platform: `expected` means that it was asked for, or that
 * only its file is known to be gone.
 */
export type Absence = 'deleted' | 'neverSeen' | 'expected';

/**
 * Tells a Resource that was deleted from one that nobody here has ever seen; undefined
 * until it is known what was asked for. Pure.
 *
 * @param known.lastView - as this page has shown it before
 * @param known.entity - as the catalog had it when the page was opened
 */
export function absenceOf(known: {
  lastView: ResourceView | undefined;
  records: RequestRecord[] | undefined;
  identity: Pick<ResourceIdentity, 'phase' | 'pullRequestUrl'>;
  entity: Entity;
}): Absence | undefined {
  const { lastView, records, identity, entity } = known;
  const waiting = waitingFor(records, identity);
  if (waiting.kind !== 'none' && waiting.action === 'Request') {
    return 'expected';
  }
  // Where only a repository is read, its file is gone, and nobody sees whether the
  // platform has followed.
  if (waiting.kind !== 'none' && lastView?.source !== 'cluster') {
    return 'expected';
  }
  if (lastView || wasOnPlatform(entity) || records?.some(tellsOfResource)) {
    return 'deleted';
  }
  return records && 'neverSeen';
}

/**
 * Whether a Promise that is not there was deleted from the platform: this page has shown it,
 * or the catalog had read it. Pure.
 *
 * @param lastView - as this page has shown it before
 */
export const wasPromiseDeleted = (
  lastView: OfferingView | undefined,
  entity: Entity,
): boolean =>
  lastView ? lastView.source === 'cluster' : wasOnPlatform(entity);

/** Tells by the annotation that only objects read from the platform get. */
const wasOnPlatform = ({ metadata }: Entity): boolean =>
  metadata.annotations?.[annotations.health] !== undefined;

/** Whether a request tells that its Resource was there. */
const tellsOfResource = ({ state, outcome }: RequestRecord): boolean =>
  state === 'landed' ||
  outcome === 'ready' ||
  outcome === 'failed' ||
  outcome === 'deleted';
