import type { Offering, StreamEvent } from '@syntasso/plugin-ske-common';
import type { SharedInformer } from '@syntasso/plugin-ske-node';
import type { Viewer } from '../access/Access';
import type { ClusterWatches } from './ClusterWatches';
import { worstFreshnessOf, type ViewState } from './LiveSource';
import {
  findDenial,
  findIncompleteReadError,
  toRefusalEvent,
} from './refusalEvent';

/**
 * Builds the view of an offering, or of why it cannot be shown: it is not read yet, is
 * not on the platform, or the viewer may not see it.
 *
 * @param informers - watches that the view needs besides those of definitions
 */
export function buildForViewer(
  live: ClusterWatches,
  name: string,
  viewer: Viewer,
  informers: SharedInformer[],
  draw: (offering: Offering) => StreamEvent,
): ViewState {
  const offering = live.offerings.byName(name);
  const definitions = offering
    ? [live.offerings.informerOf(offering)]
    : live.offerings.informers;
  const states = [...definitions, ...informers].map(({ state }) => state);
  if (states.some(({ kind }) => kind === 'starting')) {
    return { kind: 'starting' };
  }
  const freshness = worstFreshnessOf(states);
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
  return isUnread(informers)
    ? { kind: 'unknown', freshness }
    : knownState(draw(offering));
}

/**
 * Builds a view of all offerings together. Whoever may see none of them gets one that is
 * empty; only where the platform does not let their credential read any is it refused.
 *
 * @param informers - watches that the view needs besides those of definitions
 */
export function buildOfAll(
  live: ClusterWatches,
  informers: SharedInformer[],
  draw: () => StreamEvent,
): ViewState {
  const definitions = live.offerings.informers;
  const states = [...definitions, ...informers].map(({ state }) => state);
  if (states.some(({ kind }) => kind === 'starting')) {
    return { kind: 'starting' };
  }
  const freshness = worstFreshnessOf(states);
  const denial = findDenial(definitions);
  if (denial) {
    return { kind: 'known', freshness, event: toRefusalEvent(denial) };
  }
  return isUnread(definitions) || isUnread(informers)
    ? { kind: 'unknown', freshness }
    : { kind: 'known', freshness, event: draw() };
}

/** Nothing was ever read completely: an empty list would look as if there were none. */
const isUnread = (informers: SharedInformer[]) =>
  informers.length > 0 &&
  informers.every(informer => findIncompleteReadError([informer]));
