import type {
  Manifest,
  ObjectRef,
  Offering,
} from '@syntasso/plugin-ske-common';
import type { Platform } from '../../platform/Platform';

/** A request, with the objects that were read to check it. */
export interface FoundRequest {
  wanted: Manifest;
  platform: Platform;
  offering: Offering;
  present: Manifest | undefined;
  /** The newest open proposal of it, where it is not there yet. */
  proposed?: Proposal;
  ref: ObjectRef;
}

/** What somebody has proposed, and is not there yet. */
export interface Proposal {
  manifest: Manifest;
  /** Who has proposed it: an entity reference. */
  by: string | undefined;
}

/** A request that passed the checks. Only that may get stored secrets. */
export interface AuthorizedRequest extends FoundRequest {
  isAuthorized: true;
}
