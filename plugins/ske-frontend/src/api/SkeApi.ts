import { createApiRef } from '@backstage/core-plugin-api';
import type {
  DryRunResult,
  ObjectRef,
  PromiseView,
  ResourceView,
} from '@syntasso/plugin-ske-common';
import type { Manifest } from '@syntasso/plugin-ske-common';
import type { LiveStore } from '../live/LiveStore';

/** Where a container's log is. */
export interface LogSource {
  ref: ObjectRef;
  pod: string;
  podNamespace: string;
  container: string;
}

/** The backend of the SKE integration, seen from the pages. @public */
export interface SkeApi {
  /** One live connection per Promise, shared by all who ask. */
  promise(name: string): LiveStore<PromiseView>;
  /** One live connection per Resource, shared by all who ask. */
  resource(ref: ObjectRef): LiveStore<ResourceView>;
  /** The manifest once, by the contract's endpoint. */
  manifest(ref: ObjectRef): Promise<Manifest>;
  dryRun(manifest: string, mode: 'create' | 'update'): Promise<DryRunResult>;
  delete(ref: ObjectRef): Promise<void>;
  /** Runs the workflow again. */
  retry(ref: ObjectRef): Promise<void>;
  log(source: LogSource): Promise<string>;
}

/** @public */
export const skeApiRef = createApiRef<SkeApi>({ id: 'plugin.ske.client' });
