import type {
  Manifest,
  ObjectRef,
  Offering,
} from '@syntasso/plugin-ske-common';
import type { ClusterWatches } from './ClusterWatches';

/** A Resource as the watches have it. */
export type WatchedResource =
  | { state: 'there'; resource: Manifest }
  /** A watch has all Resources of the kind, and this one is not among them. */
  | { state: 'gone' }
  /** No watch can tell. */
  | { state: 'unwatched' };

/** Looks a Resource up in a watch that runs; opens none, and reads nothing. */
export function findWatchedResource(
  live: ClusterWatches,
  { apiVersion, kind, name, namespace = 'default' }: ObjectRef,
): WatchedResource {
  const offering = live.offerings.areCurrent
    ? live.offerings.byKind({ apiVersion, kind })
    : undefined;
  const informer =
    offering &&
    live
      .allResources(offering)
      .find(
        ({ list, state }) =>
          state.kind === 'live' &&
          (list.namespace === undefined || list.namespace === namespace),
      );
  if (!informer) return { state: 'unwatched' };
  const resource = informer.store.get(namespace, name);
  return resource ? { state: 'there', resource } : { state: 'gone' };
}

/** Looks an offering up in a watch that runs; undefined where no watch has it. */
export const findWatchedOffering = (
  { offerings }: Pick<ClusterWatches, 'offerings'>,
  name: string,
): Offering | undefined =>
  offerings.areCurrent ? offerings.byName(name) : undefined;
