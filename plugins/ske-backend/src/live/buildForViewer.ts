import type {
  Freshness,
  Offering,
  StreamEvent,
} from '@syntasso/plugin-ske-common';
import type { SharedInformer } from '@syntasso/plugin-ske-node';
import type { Viewer } from '../access/Access';
import type { ClusterWatches } from './ClusterWatches';
import { worstFreshnessOf, type ViewState } from './LiveSource';
import {
  findDenial,
  findIncompleteReadError,
  toRefusalEvent,
} from './refusalEvent';
import type { NeededWatches } from './visibleWatches';

/**
 * Builds the view of an offering, or of why it cannot be shown: it is not read yet, is
 * not on the platform, or the viewer may not see it. It is as fresh as what the viewer may
 * see of it.
 *
 * @param draw - is also given the watches that the viewer may be told of
 */
export function buildForViewer(
  live: ClusterWatches,
  name: string,
  viewer: Viewer,
  watches: NeededWatches,
  draw: (offering: Offering, visible: SharedInformer[]) => StreamEvent,
): ViewState {
  const offering = live.offerings.byName(name);
  const definitions = offering
    ? [live.offerings.informerOf(offering)]
    : live.offerings.informers;
  if (isStarting([...definitions, ...watches.all])) {
    return { kind: 'starting' };
  }
  const freshness = freshnessOf(definitions);
  const knownState = (event: StreamEvent): ViewState => ({
    kind: 'known',
    freshness,
    event,
  });
  const denial = findDenial(definitions);
  if (denial) return knownState(toRefusalEvent(denial));
  if (!offering) {
    if (freshness.state === 'stale') return { kind: 'unknown', freshness };
    return knownState({
      kind: 'gone',
      message: `${live.offeringWord} ${name} is not on the platform: it was removed, or never there.`,
    });
  }
  const refusal = viewer.offeringRefusal(offering);
  if (refusal) return knownState(toRefusalEvent(refusal));
  const informers = watches.visible();
  return buildFromRead(
    { informers, freshness: freshnessOf([...definitions, ...informers]) },
    () => draw(offering, informers),
  );
}

/**
 * Builds a view of all offerings together. Whoever may see none of them gets one that is
 * empty; only where the platform does not let their credential read any is it refused. It
 * is as fresh as what the viewer may see of it.
 *
 * @param draw - is given the watches that the viewer may be told of
 */
export function buildOfAll(
  live: ClusterWatches,
  watches: NeededWatches,
  draw: (visible: SharedInformer[]) => StreamEvent,
): ViewState {
  const definitions = live.offerings.informers;
  if (isStarting([...definitions, ...watches.all])) {
    return { kind: 'starting' };
  }
  const denial = findDenial(definitions);
  if (denial) {
    const event = toRefusalEvent(denial);
    return { kind: 'known', freshness: freshnessOf(definitions), event };
  }
  const informers = watches.visible();
  const freshness = freshnessOf([...definitions, ...informers]);
  return isUnread(definitions)
    ? { kind: 'unknown', freshness }
    : buildFromRead({ informers, freshness }, () => draw(informers));
}

/** Draws the view, unless nothing was ever read of what it shows. */
const buildFromRead = (
  {
    informers,
    freshness,
  }: { informers: SharedInformer[]; freshness: Freshness },
  draw: () => StreamEvent,
): ViewState =>
  isUnread(informers)
    ? { kind: 'unknown', freshness }
    : { kind: 'known', freshness, event: draw() };

const isStarting = (informers: SharedInformer[]) =>
  informers.some(({ state }) => state.kind === 'starting');

const freshnessOf = (informers: SharedInformer[]) =>
  worstFreshnessOf(informers.map(({ state }) => state));

/** Nothing was ever read completely: an empty list would look as if there were none. */
const isUnread = (informers: SharedInformer[]) =>
  informers.length > 0 &&
  informers.every(informer => findIncompleteReadError([informer]));
