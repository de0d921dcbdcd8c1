import type { JsonObject } from '@backstage/types';
import type {
  Manifest,
  Portal,
  PortalStateStore,
} from '@syntasso/plugin-ske-common';
import { resourceTypes, type ResourceType } from '@syntasso/plugin-ske-node';
import type { ControllerConfig } from '../config/controllerConfig';
import {
  FIELD_MANAGER,
  KRATIX_API,
  MANAGED_BY,
  PORTAL_LABEL_PREFIX,
} from '../platform/names';

/** By which the Works for a portal find its Destination. */
export const portalLabelsOf = (portal: string): Record<string, string> => ({
  [`${PORTAL_LABEL_PREFIX}${portal}`]: 'true',
});

/** An object that the controller keeps as it is here. */
export interface OwnedObject {
  type: ResourceType;
  object: Manifest;
}

/** What a portal needs on the platform. */
export interface PortalObjects {
  /** The portal, for messages. */
  portal: string;
  owned: OwnedObject[];
  /** A Destination of somebody else that gets a label. */
  adopted: string | undefined;
  /** State stores of somebody else that have to be there. */
  needed: { type: ResourceType; name: string }[];
}

const storeTypes: Record<PortalStateStore['storeKind'], ResourceType> = {
  GitStateStore: resourceTypes.gitStateStores,
  BucketStateStore: resourceTypes.bucketStateStores,
};

/** What a portal needs. */
export function objectsOfPortal({ name, destination }: Portal): PortalObjects {
  if (destination.kind === 'named') {
    return {
      portal: name,
      owned: [],
      adopted: destination.name,
      needed: [],
    };
  }
  const { stateStore } = destination;
  const type = storeTypes[stateStore.storeKind];
  const owned: OwnedObject = {
    type: resourceTypes.destinations,
    object: ownedObject('Destination', destination.name, {
      labels: portalLabelsOf(name),
      spec: destinationSpec(destination.path, {
        kind: stateStore.storeKind,
        name: stateStore.name,
      }),
    }),
  };
  if (stateStore.kind === 'named') {
    return {
      portal: name,
      owned: [owned],
      adopted: undefined,
      needed: [{ type, name: stateStore.name }],
    };
  }
  const store = ownedObject(stateStore.storeKind, stateStore.name, {
    spec: stateStore.spec,
  });
  return {
    portal: name,
    // The state store first: a Destination without one is not ready.
    owned: [{ type, object: store }, owned],
    adopted: undefined,
    needed: [],
  };
}

/** What Promises with the label `kratix.io/backstage` need, where that is the controller's own. */
export function objectsOfBackstage({
  destination,
  stateStore,
}: ControllerConfig['backstage']): PortalObjects | undefined {
  if (!stateStore) return undefined;
  return {
    portal: 'backstage',
    owned: [
      {
        type: resourceTypes.destinations,
        object: ownedObject('Destination', destination.name, {
          labels: destination.labels,
          spec: destinationSpec(destination.path, stateStore),
        }),
      },
    ],
    adopted: undefined,
    needed: [{ type: storeTypes[stateStore.kind], name: stateStore.name }],
  };
}

/** Only what asks for it by labels goes there, and no file that is not an entity. */
const destinationSpec = (
  path: string,
  stateStoreRef: { kind: string; name: string },
): JsonObject => ({
  path,
  stateStoreRef,
  strictMatchLabels: true,
  filepath: { mode: 'nestedByMetadata' },
  initWorkloads: { enabled: false },
});

const ownedObject = (
  kind: string,
  name: string,
  { labels, spec }: { labels?: Record<string, string>; spec: JsonObject },
): Manifest => ({
  apiVersion: KRATIX_API,
  kind,
  metadata: { name, labels: { ...labels, [MANAGED_BY]: FIELD_MANAGER } },
  spec,
});
