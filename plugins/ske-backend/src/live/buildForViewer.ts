import type { Manifest, StreamEvent } from '@syntasso/plugin-ske-common';
import type { SharedInformer } from '@syntasso/plugin-ske-node';
import type { Viewer } from '../access/Access';
import type { LivePlatform } from './LivePlatform';
import { freshnessOf, type ViewState } from './LiveSource';
import { findDenial, refusalEvent } from './refusalEvent';

/**
 * What is shown of a Promise, or why it is not: it is not known yet, it is not
 * there, or the viewer may not see it.
 *
 * @param informers - what is shown beside the Promise itself
 */
export function buildForViewer(
  live: LivePlatform,
  name: string,
  viewer: Viewer,
  informers: SharedInformer[],
  draw: (promise: Manifest) => StreamEvent,
): ViewState {
  const states = [live.promises, ...informers].map(({ state }) => state);
  if (states.some(({ kind }) => kind === 'starting')) {
    return { kind: 'starting' };
  }
  const freshness = freshnessOf(states);
  const known = (event: StreamEvent): ViewState => ({
    kind: 'known',
    freshness,
    event,
  });
  const denial = findDenial([live.promises]);
  if (denial) return known(refusalEvent(denial));
  const promise = live.promises.store.get(undefined, name);
  if (!promise) {
    if (freshness.state === 'stale') return { kind: 'unknown', freshness };
    return known({
      kind: 'gone',
      message: `Promise ${name} is not on the platform: it was removed, or never there.`,
    });
  }
  const refusal = viewer.promiseRefusal(promise);
  // What is shown beside it would be taken for all there is.
  const isIncomplete = informers.some(
    ({ state }) => state.kind === 'stale' && state.incomplete,
  );
  if (isIncomplete && !refusal) return { kind: 'unknown', freshness };
  return known(refusal ? refusalEvent(refusal) : draw(promise));
}
