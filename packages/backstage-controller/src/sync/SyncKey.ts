import type { Manifest } from '@syntasso/plugin-ske-common';
import type { OutputId } from '../writers/EntityWriter';

/** A Resource of a Promise. */
export interface ResourceKey {
  promise: string;
  namespace: string;
  name: string;
}

/** What is reconciled. */
export type SyncKey =
  | { kind: 'promise'; name: string }
  | ({ kind: 'resource' } & ResourceKey)
  | { kind: 'portalCustomization' | 'entityCustomization'; name: string }
  /** What portals need on the platform. */
  | { kind: 'portals' }
  /** Outputs of what is not there any more. */
  | { kind: 'orphans' };

/** The same for the same thing. */
export function idOfKey(key: SyncKey): string {
  switch (key.kind) {
    case 'resource':
      return JSON.stringify([key.kind, key.promise, key.namespace, key.name]);
    case 'portals':
    case 'orphans':
      return key.kind;
    default:
      return JSON.stringify([key.kind, key.name]);
  }
}

/** What an output is written for. */
export const keyOfObject = (id: OutputId): SyncKey =>
  id.kind === 'promise'
    ? { kind: 'promise', name: id.promise }
    : {
        kind: 'resource',
        promise: id.promise,
        namespace: id.namespace,
        name: id.name,
      };

/** A Resource of a Promise. */
export const keyOfResource = (
  promise: string,
  { metadata: { namespace = 'default', name } }: Manifest,
): SyncKey => ({ kind: 'resource', promise, namespace, name });
