import type {
  Manifest,
  ObjectRef,
  Offering,
} from '@syntasso/plugin-ske-common';
import type { Platform } from '../../platform/Platform';

/** A request that passed the checks, and the objects that they read. */
export interface AuthorizedRequest {
  /** The requested object, with the stored secrets where they stay. */
  wanted: Manifest;
  platform: Platform;
  offering: Offering;
  present: Manifest | undefined;
  ref: ObjectRef;
}
