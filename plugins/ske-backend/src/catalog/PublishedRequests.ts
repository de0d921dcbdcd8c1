import type { ObjectRef } from '@syntasso/plugin-ske-common';
import { objectKey } from '../entities/OfferedObjects';

interface Published {
  /** Key of the Resource that the request is about; undefined: another replica knows. */
  key: string | undefined;
  text: string;
}

/** The entities of requests as they were last published, found by their Resources. */
export class PublishedRequests {
  readonly #byRef = new Map<string, Published>();
  readonly #refsByKey = new Map<string, Set<string>>();

  /** Entity references, of all or of the requests about these Resources. */
  refs(about?: ObjectRef[]): string[] {
    return about
      ? about.flatMap(ref => [...(this.#refsByKey.get(objectKey(ref)) ?? [])])
      : [...this.#byRef.keys()];
  }

  /** How an entity was published; undefined: it was not. */
  textOf(ref: string): string | undefined {
    return this.#byRef.get(ref)?.text;
  }

  put(ref: string, key: string, text: string) {
    this.#byRef.set(ref, { key, text });
    const refs = this.#refsByKey.get(key) ?? new Set();
    this.#refsByKey.set(key, refs.add(ref));
  }

  /** Adds what the catalog shows, unless it was published here. */
  addForeign(ref: string) {
    if (!this.#byRef.has(ref))
      this.#byRef.set(ref, { key: undefined, text: '' });
  }

  delete(ref: string) {
    const key = this.#byRef.get(ref)?.key;
    this.#byRef.delete(ref);
    if (key === undefined) return;
    const refs = this.#refsByKey.get(key);
    refs?.delete(ref);
    if (refs?.size === 0) this.#refsByKey.delete(key);
  }
}
