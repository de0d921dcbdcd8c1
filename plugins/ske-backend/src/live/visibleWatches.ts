import {
  componentAnnotations,
  type Manifest,
  type Offering,
} from '@syntasso/plugin-ske-common';
import type { SharedInformer } from '@syntasso/plugin-ske-node';
import type { Viewer } from '../access/Access';
import { informersOf } from './listDependencies';
import type { LiveResourceList } from './LiveResourceList';

/** The watches that a view needs besides those of definitions. */
export interface NeededWatches {
  all: SharedInformer[];
  /**
   * Those that the viewer may be told of: how a watch stands names its API, and often its
   * namespace. To be called when none of them is starting.
   */
  visible: () => SharedInformer[];
}

/** For a view that only needs the watches of definitions. */
export const NO_WATCHES: NeededWatches = { all: [], visible: () => [] };

/** The watches on the Resources of a list. */
export const neededWatchesOf = (
  list: LiveResourceList,
  viewer: Viewer,
): NeededWatches => ({
  all: informersOf(list),
  visible: () =>
    list
      .offerings()
      .flatMap(offering => visibleInformersOf(offering, list, viewer)),
});

/**
 * The watches on an offering's Resources that a viewer may be told of: none where they see
 * neither the offering nor a Resource of it, and none of a namespace in which they may see
 * nothing.
 */
export function visibleInformersOf(
  offering: Offering,
  list: LiveResourceList,
  viewer: Viewer,
): SharedInformer[] {
  const isSeen = !viewer.offeringRefusal(offering) || list.hasAnyOf(offering);
  if (!isSeen) return [];
  return list.informersOf(offering).filter(
    ({ list: { namespace }, state }) =>
      namespace === undefined ||
      // A watch that works has nothing to tell.
      state.kind === 'live' ||
      maySeeAny(offering, namespace, viewer),
  );
}

/** Whether there could be a Resource in a namespace that the viewer may see. */
function maySeeAny(
  offering: Offering,
  namespace: string,
  viewer: Viewer,
): boolean {
  const { api } = offering;
  if (!api?.served) return false;
  const apiVersion = `${api.group}/${api.served.version}`;
  const { kind } = api;
  const ownedBy = (owner: string | undefined): Manifest => ({
    apiVersion,
    kind,
    metadata: {
      name: '',
      namespace,
      annotations:
        owner === undefined ? {} : { [componentAnnotations.owner]: owner },
    },
  });
  return [undefined, ...(viewer.ownsThrough ?? [])].some(
    owner => !viewer.resourceRefusal({ offering, resource: ownedBy(owner) }),
  );
}
