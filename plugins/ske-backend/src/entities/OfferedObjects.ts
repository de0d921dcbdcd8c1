import type { Manifest } from '@syntasso/plugin-ske-common';

/** A Promise with its Resources, by their {@link objectKey}. */
export interface Offer {
  promise: Manifest;
  resources: Map<string, Manifest>;
}

/** Tells an object from all others on its platform, in whatever version it is read. */
export const objectKey = ({ apiVersion, kind, metadata }: Manifest): string =>
  `${apiVersion.split('/', 1)[0]}/${kind}/${metadata.namespace ?? ''}/${
    metadata.name
  }`;

/** The Promises and Resources of a platform, and which of them have changed. */
export class OfferedObjects {
  readonly #offers = new Map<string, Offer>();
  /** The keys of their Promises, by the keys of Resources. */
  readonly #offerKeys = new Map<string, string>();
  /** How many Resources are in each namespace, by the Promise's name. */
  readonly #namespaces = new Map<string, Map<string, number>>();
  #changed = new Set<string>();

  /** Adds a Promise, or its present state. */
  putPromise(promise: Manifest): void {
    const key = objectKey(promise);
    const offer = this.#offers.get(key);
    if (offer) offer.promise = promise;
    else this.#offers.set(key, { promise, resources: new Map() });
    this.#changed.add(key);
  }

  /** Removes a Promise with its Resources. */
  removePromise(promise: Manifest): void {
    const key = objectKey(promise);
    this.removeResources(promise);
    if (this.#offers.delete(key)) this.#changed.add(key);
  }

  /** Adds a Resource of a Promise that is there, or its present state. */
  putResource(promise: Manifest, resource: Manifest): void {
    const offerKey = objectKey(promise);
    const offer = this.#offers.get(offerKey);
    if (!offer) return;
    const key = objectKey(resource);
    if (!offer.resources.has(key)) this.#count(promise, resource, 1);
    offer.resources.set(key, resource);
    this.#offerKeys.set(key, offerKey);
    this.#changed.add(key);
  }

  removeResource(promise: Manifest, resource: Manifest): void {
    const key = objectKey(resource);
    const offer = this.#offers.get(objectKey(promise));
    if (!offer?.resources.delete(key)) return;
    this.#offerKeys.delete(key);
    this.#count(promise, resource, -1);
    this.#changed.add(key);
  }

  /** Removes all Resources of a Promise, whose API is another one now. */
  removeResources(promise: Manifest): void {
    const offer = this.#offers.get(objectKey(promise));
    for (const resource of [...(offer?.resources.values() ?? [])]) {
      this.removeResource(promise, resource);
    }
  }

  /** Something else about an object has changed. */
  markChanged(key: string): void {
    if (this.#offers.has(key) || this.#offerKeys.has(key)) {
      this.#changed.add(key);
    }
  }

  /** Keys of what has changed since {@link takeChanged}. */
  get changed(): ReadonlySet<string> {
    return this.#changed;
  }

  /** Keys of what has changed since the last time, also of what is gone. */
  takeChanged(): Set<string> {
    const changed = this.#changed;
    this.#changed = new Set();
    return changed;
  }

  /** What was taken counts as changed again. */
  giveBack(changed: Iterable<string>): void {
    for (const key of changed) this.#changed.add(key);
  }

  /** The Promise with this key, and its Resources. */
  offerOf(key: string): Offer | undefined {
    return this.#offers.get(key);
  }

  /** The Resource with this key, and its Promise. */
  resourceOf(key: string): { offer: Offer; resource: Manifest } | undefined {
    const offer = this.#offers.get(this.#offerKeys.get(key) ?? '');
    const resource = offer?.resources.get(key);
    return offer && resource && { offer, resource };
  }

  /** Where a Promise's Resources are, by the Promise's name. */
  namespacesOf(promise: string): string[] {
    return [...(this.#namespaces.get(promise)?.keys() ?? [])];
  }

  #count(promise: Manifest, resource: Manifest, by: 1 | -1): void {
    const { name } = promise.metadata;
    const namespace = resource.metadata.namespace ?? 'default';
    const counts = this.#namespaces.get(name) ?? new Map<string, number>();
    const count = (counts.get(namespace) ?? 0) + by;
    if (count > 0) counts.set(namespace, count);
    else counts.delete(namespace);
    if (counts.size > 0) this.#namespaces.set(name, counts);
    else this.#namespaces.delete(name);
  }
}
