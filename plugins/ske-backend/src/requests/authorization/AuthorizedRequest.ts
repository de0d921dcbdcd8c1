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
  ref: ObjectRef;
}

/** A request that passed the checks. Only that may get stored secrets. */
export interface AuthorizedRequest extends FoundRequest {
  isAuthorized: true;
}
