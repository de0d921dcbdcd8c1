import {
  annotations,
  kratix,
  type Manifest,
  type OfferingEntityNames,
} from '@syntasso/plugin-ske-common';
import type { ResourceType } from '@syntasso/plugin-ske-node';
import type { Binding } from '../entities/Binding';
import type { PlatformApi, Watch } from '../platform/PlatformApi';
import type { CatalogNames } from './CatalogNames';
import { isOptedOut } from './isOptedOut';

/** A Promise whose entities are written. */
export interface BoundPromise {
  promise: Manifest;
  binding: Binding;
  names: OfferingEntityNames;
  /** On its Resources; undefined for a Promise without an API. */
  watch: Watch | undefined;
}

interface KeptPromise extends BoundPromise {
  /** Everything that its Resources' entities depend on. */
  fingerprint: string;
  type: string;
  end: () => void;
}

/** Is told of what happens to Resources of bound Promises. */
export interface ResourceListener {
  onResource(promise: string, resource: Manifest): void;
  /** The watch on its Resources began to work, or stopped. */
  onWatch(promise: string): void;
}

/** The Promises whose entities are written, with a watch on the Resources of each. */
export class Bindings {
  readonly #platform: PlatformApi;
  readonly #names: CatalogNames;
  readonly #listener: ResourceListener;
  readonly #bound = new Map<string, KeptPromise>();

  constructor(options: {
    platform: PlatformApi;
    names: CatalogNames;
    listener: ResourceListener;
  }) {
    this.#platform = options.platform;
    this.#names = options.names;
    this.#listener = options.listener;
  }

  get(promise: string): BoundPromise | undefined {
    return this.#bound.get(promise);
  }

  /** The watches on Resources. */
  get watches(): Watch[] {
    return [...this.#bound.values()].flatMap(({ watch }) => watch ?? []);
  }

  /**
   * Binds a Promise, or takes note of how it is bound now. The watch stays unless the API
   * is another one.
   *
   * @returns also whether the entities of its Resources have to be made again
   */
  bind(
    promise: Manifest,
    binding: Binding,
  ): { bound: BoundPromise; isChanged: boolean } {
    const { name } = promise.metadata;
    const served = kratix.offeringOf(promise).api;
    const type = served?.served && {
      group: served.group,
      version: served.served.version,
      plural: served.served.plural,
    };
    const before = this.#bound.get(name);
    const typeKey = JSON.stringify(type ?? null);
    const isSameType = before?.type === typeKey;
    if (before && !isSameType) this.#endWatch(before);
    const names = this.#names.ofPromise(promise, binding.options);
    const fingerprint = fingerprintOf(promise, binding, names);
    const bound: KeptPromise = {
      promise,
      binding,
      names,
      fingerprint,
      type: typeKey,
      ...(before && isSameType
        ? { watch: before.watch, end: before.end }
        : { watch: undefined, end: () => {} }),
    };
    this.#bound.set(name, bound);
    if (type && !bound.watch) this.#startWatch(name, bound, type);
    const isChanged =
      before !== undefined && isSameType && before.fingerprint !== fingerprint;
    return { bound, isChanged };
  }

  /** Watches the Resources of a Promise no longer. */
  unbind(name: string) {
    const bound = this.#bound.get(name);
    if (!bound) return;
    this.#bound.delete(name);
    this.#endWatch(bound);
    this.#names.release(bound.promise);
  }

  stop() {
    this.#bound.forEach(bound => {
      bound.end();
      bound.watch?.stop();
    });
    this.#bound.clear();
  }

  #startWatch(name: string, bound: KeptPromise, type: ResourceType) {
    const watch = this.#platform.watch({ type });
    // Before the watch tells of Resources, which ask for it.
    bound.watch = watch;
    bound.end = watch.subscribe({
      onChange: change => {
        const now = this.#bound.get(name) ?? bound;
        if (change.kind === 'deleted' || isOptedOut(now, change.object)) {
          this.#names.release(change.object);
        } else {
          this.#names.claim(name, change.object, now.binding.options);
        }
        this.#listener.onResource(name, change.object);
      },
      onState: () => this.#listener.onWatch(name),
    });
  }

  #endWatch({ watch, end }: KeptPromise) {
    watch?.store.list().forEach(resource => this.#names.release(resource));
    end();
    watch?.stop();
  }
}

/** The status of a Promise is in its own entity only. */
function fingerprintOf(
  { metadata }: Manifest,
  binding: Binding,
  names: OfferingEntityNames,
): string {
  const own = { ...metadata.annotations };
  delete own[annotations.portalEntityUrl];
  return JSON.stringify([
    binding,
    names,
    metadata.generation ?? null,
    metadata.labels ?? {},
    own,
  ]);
}
