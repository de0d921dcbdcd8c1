import type { JsonObject } from '@backstage/types';

/** Kinds of Kratix's state stores. @public */
export type StateStoreKind = 'GitStateStore' | 'BucketStateStore';

/** A state store that is there, or one that goes with its portal. @public */
export type PortalStateStore =
  | { kind: 'named'; storeKind: StateStoreKind; name: string }
  | {
      kind: 'owned';
      storeKind: StateStoreKind;
      name: string;
      spec: JsonObject;
    };

/** A Destination that is there, or one that goes with its portal. @public */
export type PortalDestination =
  | { kind: 'named'; name: string }
  | { kind: 'owned'; name: string; path: string; stateStore: PortalStateStore };

/** A Backstage that entities are written for. @public */
export interface Portal {
  name: string;
  type: 'backstage';
  /** What submitting a Template does. */
  mode: 'push' | 'pull-request';
  destination: PortalDestination;
  adapter: {
    /** Default: that of the controller. */
    image: string | undefined;
    /** Beside the controller's own. */
    imagePullSecrets: string[];
    singleSpecPage: boolean;
  };
}

/** Why a portal is not set up. @public */
export interface PortalProblem {
  /** Its name, as far as it has one. */
  portal: string;
  message: string;
}

/** The portals that can be set up, and why others cannot. @public */
export interface ReadPortals {
  portals: Portal[];
  problems: PortalProblem[];
}

/** What the controller calls the objects that it makes for a portal. @public */
export const portalObjectName = (portal: string) =>
  `portal-backstage-${portal}` as const;
