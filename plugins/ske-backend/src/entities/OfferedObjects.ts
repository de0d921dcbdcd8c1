import {
  refOf,
  type Manifest,
  type ObjectRef,
  type OfferedResource,
  type Offering,
} from '@syntasso/plugin-ske-common';

/** An offering, and the Resources that there are of it, by their keys. */
export interface OfferingWithResources {
  offering: Offering;
  resources: Map<string, Manifest>;
}

/** The key of an object on its platform: the same in whatever version it is read. */
export const objectKey = ({
  apiVersion,
  kind,
  namespace = '',
  name,
}: ObjectRef): string =>
  `${apiVersion.split('/', 1)[0]}/${kind}/${namespace}/${name}`;

/** The offerings and Resources of a platform, and which of them have changed. */
export class OfferedObjects {
  readonly #offerings = new Map<string, OfferingWithResources>();
  /** The keys of their offerings, by the keys of Resources. */
  readonly #offeringKeys = new Map<string, string>();
  /** How many Resources are in each namespace, by the offering's name. */
  readonly #namespaces = new Map<string, Map<string, number>>();
  #changedKeys = new Set<string>();

  /** Adds an offering, or its present state. */
  putOffering(offering: Offering): void {
    const key = objectKey(offering.ref);
    const entry = this.#offerings.get(key);
    if (entry) {
      // Its Resources come into the catalog with it, or leave it.
      if (choiceOf(entry.offering) !== choiceOf(offering))
        this.restoreChanged(entry.resources.keys());
      entry.offering = offering;
    } else this.#offerings.set(key, { offering, resources: new Map() });
    this.#changedKeys.add(key);
  }

  /** Removes an offering with its Resources. */
  removeOffering({ ref }: Offering): void {
    const key = objectKey(ref);
    this.removeResources(ref);
    if (this.#offerings.delete(key)) this.#changedKeys.add(key);
  }

  /** Adds a Resource of an offering that is there, or its present state. */
  putResource({ ref }: Offering, resource: Manifest): void {
    const offeringKey = objectKey(ref);
    const entry = this.#offerings.get(offeringKey);
    if (!entry) return;
    const key = objectKey(refOf(resource));
    if (!entry.resources.has(key)) this.#count(ref.name, resource, 1);
    entry.resources.set(key, resource);
    this.#offeringKeys.set(key, offeringKey);
    this.#changedKeys.add(key);
  }

  removeResource({ ref }: Pick<Offering, 'ref'>, resource: Manifest): void {
    const key = objectKey(refOf(resource));
    const entry = this.#offerings.get(objectKey(ref));
    if (!entry?.resources.delete(key)) return;
    this.#offeringKeys.delete(key);
    this.#count(ref.name, resource, -1);
    this.#changedKeys.add(key);
  }

  /** Removes all Resources of an offering, whose API is another one now. */
  removeResources(ref: ObjectRef): void {
    const entry = this.#offerings.get(objectKey(ref));
    for (const resource of [...(entry?.resources.values() ?? [])]) {
      this.removeResource({ ref }, resource);
    }
  }

  /** Marks an object as changed of which something else than the object has changed. */
  markChanged(key: string): void {
    if (this.#offerings.has(key) || this.#offeringKeys.has(key)) {
      this.#changedKeys.add(key);
    }
  }

  /** Marks all objects as changed, where all of them are needed at once. */
  markAllChanged(): void {
    for (const key of this.#offerings.keys()) this.#changedKeys.add(key);
    for (const key of this.#offeringKeys.keys()) this.#changedKeys.add(key);
  }

  /** Keys of what has changed since {@link takeChanged}. */
  get changed(): ReadonlySet<string> {
    return this.#changedKeys;
  }

  /** Keys of what has changed since the last time, also of what is gone. */
  takeChanged(): Set<string> {
    const changedKeys = this.#changedKeys;
    this.#changedKeys = new Set();
    return changedKeys;
  }

  /** Marks as changed again what was taken, but could not be published. */
  restoreChanged(changed: Iterable<string>): void {
    for (const key of changed) this.#changedKeys.add(key);
  }

  /** The offering with this key, and its Resources. */
  offeringAt(key: string): OfferingWithResources | undefined {
    return this.#offerings.get(key);
  }

  /** The Resource with this key, and its offering. */
  resourceAt(key: string): OfferedResource | undefined {
    const entry = this.#offerings.get(this.#offeringKeys.get(key) ?? '');
    const resource = entry?.resources.get(key);
    return entry && resource && { offering: entry.offering, resource };
  }

  /** Metadata of the offering or Resource with this key. */
  metadataAt(key: string): Manifest['metadata'] | undefined {
    return (this.offeringAt(key)?.offering ?? this.resourceAt(key)?.resource)
      ?.metadata;
  }

  /** Where an offering's Resources are, by the offering's name. */
  namespacesOf(offering: string): string[] {
    return [...(this.#namespaces.get(offering)?.keys() ?? [])];
  }

  #count(offering: string, resource: Manifest, by: 1 | -1): void {
    const namespace = resource.metadata.namespace ?? 'default';
    const counts = this.#namespaces.get(offering) ?? new Map<string, number>();
    const count = (counts.get(namespace) ?? 0) + by;
    if (count > 0) counts.set(namespace, count);
    else counts.delete(namespace);
    if (counts.size > 0) this.#namespaces.set(offering, counts);
    else this.#namespaces.delete(offering);
  }
}

const choiceOf = ({ engine, metadata }: Offering) =>
  engine.catalogChoiceOf(metadata);
