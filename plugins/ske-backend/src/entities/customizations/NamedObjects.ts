import type { Manifest, Offering } from '@syntasso/plugin-ske-common';
import { objectKey } from '../OfferedObjects';

/**
 * Objects of one kind that offerings name by labels, such as customisations, and the
 * offerings that name them.
 */
export class NamedObjects<T> {
  readonly #namesIn: (metadata: Manifest['metadata']) => string[];
  readonly #read: (object: Manifest) => T;
  /** What was read of each object, by its name. */
  readonly #objects = new Map<string, T>();
  /** Keys of the offerings that name an object, by its name. */
  readonly #offeringKeys = new Map<string, Set<string>>();
  /** Names of objects by the keys of the offerings that name them. */
  readonly #names = new Map<string, string[]>();

  /**
   * @param namesIn - the names that an offering has
   * @param read - what counts of an object; called once for each of its states
   */
  constructor(
    namesIn: (metadata: Manifest['metadata']) => string[],
    read: (object: Manifest) => T,
  ) {
    this.#namesIn = namesIn;
    this.#read = read;
  }

  /** Whether an offering names one, which may not be there. */
  get isNamed(): boolean {
    return this.#names.size > 0;
  }

  get(name: string): T | undefined {
    return this.#objects.get(name);
  }

  /**
   * An object is there, or has changed.
   *
   * @returns keys of the offerings that name it: nothing else is made anew
   */
  put(object: Manifest): Iterable<string> {
    const { name } = object.metadata;
    this.#objects.set(name, this.#read(object));
    return this.#offeringKeys.get(name) ?? [];
  }

  /** @returns keys of the offerings that name it */
  remove({ metadata: { name } }: Manifest): Iterable<string> {
    this.#objects.delete(name);
    return this.#offeringKeys.get(name) ?? [];
  }

  /** An offering is there, or has changed. */
  putOffering({ ref, metadata }: Offering): void {
    this.removeOffering({ ref });
    const names = this.#namesIn(metadata);
    if (names.length === 0) return;
    const key = objectKey(ref);
    this.#names.set(key, names);
    for (const name of names) {
      const keys = this.#offeringKeys.get(name) ?? new Set();
      this.#offeringKeys.set(name, keys.add(key));
    }
  }

  removeOffering({ ref }: Pick<Offering, 'ref'>): void {
    const key = objectKey(ref);
    for (const name of this.#names.get(key) ?? []) {
      const keys = this.#offeringKeys.get(name);
      keys?.delete(key);
      if (keys?.size === 0) this.#offeringKeys.delete(name);
    }
    this.#names.delete(key);
  }
}
