import type { Manifest } from '@syntasso/plugin-ske-common';
import type {
  ListOptions,
  LogOptions,
  ObjectKey,
  ResourceType,
  SharedInformer,
} from '@syntasso/plugin-ske-node';

/** A running watch on a type, and what is known by it. */
export type Watch = Pick<
  SharedInformer,
  'type' | 'store' | 'state' | 'lastError' | 'subscribe' | 'synced' | 'stop'
>;

/** What is watched. */
export interface WatchOptions {
  type: ResourceType;
  list?: ListOptions;
  /** Values under which objects are found. */
  indexes?: Record<string, (object: Manifest) => string[]>;
  /** Reduces an object to what is kept in memory. */
  keep?: (object: Manifest) => Manifest;
}

/**
 * What the controller does on the platform. Every failure is an error of
 * `@backstage/errors` that says what was tried and what to do.
 */
export interface PlatformApi {
  /** @returns undefined for an object that is not there, also where its kind is not. */
  find(type: ResourceType, key: ObjectKey): Promise<Manifest | undefined>;
  /** @returns nothing where the platform does not know the kind. */
  list(type: ResourceType, options?: ListOptions): Promise<Manifest[]>;
  /** @throws ConflictError when the name is taken. */
  create(type: ResourceType, object: Manifest): Promise<Manifest>;
  /** Server-side apply in the name of the controller, which takes fields from others. */
  apply(type: ResourceType, object: Manifest): Promise<Manifest>;
  /** JSON merge patch; with a resourceVersion in it, a stale one is a ConflictError. */
  patch(
    type: ResourceType,
    key: ObjectKey,
    patch: object,
    subresource?: 'status',
  ): Promise<Manifest>;
  /** @throws ConflictError when its resourceVersion is stale. */
  replace(type: ResourceType, object: Manifest): Promise<Manifest>;
  /** One that is not there is no error. */
  delete(type: ResourceType, key: ObjectKey): Promise<void>;
  /** The end of a container's log; undefined where its pod is not there. */
  log(
    pod: Required<ObjectKey>,
    options: LogOptions,
  ): Promise<string | undefined>;
  /** A watch that runs from its first subscription until it is stopped. */
  watch(options: WatchOptions): Watch;
}
