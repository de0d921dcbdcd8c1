import {
  isOptedOutOfBackstage,
  isOptedOutOfPortal,
  kratix,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import type { Binding } from '../entities/Binding';

/** Whether a Resource has no entity although its Promise is bound. */
export function isOptedOut(
  { promise, binding }: { promise: Manifest; binding: Binding },
  resource: Manifest,
): boolean {
  if (resource.metadata.deletionTimestamp) return true;
  if (kratix.isInternal(resource)) return true;
  return binding.target.portal === undefined
    ? isOptedOutOfBackstage(resource.metadata)
    : isOptedOutOfPortal(resource.metadata, promise.metadata);
}
