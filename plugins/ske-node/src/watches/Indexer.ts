import { isDeepStrictEqual } from 'node:util';
import type { Manifest } from '@syntasso/plugin-ske-common';
import { keyOf, type Change, type StoreWriter, type Store } from './Store';

/** Values under which an object can be found. @public */
export type IndexFunction = (object: Manifest) => string[];

/**
 * A Store with indexes, which reports each change. An object with the same
 * resourceVersion as before is no change, nor is one of which the same is kept.
 *
 * @public
 */
export class Indexer implements Store, StoreWriter {
  readonly #objects = new Map<string, Manifest>();
  readonly #indexes = new Map<string, Map<string, Set<string>>>();
  readonly #functions: Record<string, IndexFunction>;
  readonly #onChange: (change: Change) => void;
  readonly #keepsPart: boolean;

  /** @param options.keepsPart - whether objects are only a part of what was read */
  constructor(
    functions: Record<string, IndexFunction>,
    onChange: (change: Change) => void,
    options: { keepsPart?: boolean } = {},
  ) {
    this.#keepsPart = options.keepsPart ?? false;
    this.#functions = functions;
    this.#onChange = onChange;
    for (const name of Object.keys(functions)) {
      this.#indexes.set(name, new Map());
    }
  }

  get(namespace: string | undefined, name: string): Manifest | undefined {
    return this.#objects.get(`${namespace ?? ''}/${name}`);
  }

  list(): Manifest[] {
    return [...this.#objects.values()];
  }

  /** The objects that an index function gave this value for. */
  byIndex(index: string, value: string): Manifest[] {
    const keys = this.#indexes.get(index)?.get(value) ?? [];
    return [...keys].map(key => this.#objects.get(key)!);
  }

  replace(objects: Manifest[]) {
    this.retain(new Set(objects.map(keyOf)));
    objects.forEach(object => this.upsert(object));
  }

  retain(keys: ReadonlySet<string>) {
    for (const [key, object] of this.#objects) {
      if (!keys.has(key)) this.remove(object);
    }
  }

  upsert(object: Manifest) {
    const key = keyOf(object);
    const previous = this.#objects.get(key);
    const version = object.metadata.resourceVersion;
    if (previous && version && previous.metadata.resourceVersion === version) {
      return;
    }
    // Kratix writes some objects many times a second without changing this part.
    if (previous && this.#keepsPart && isSameContent(previous, object)) return;
    if (previous) this.#unindex(key, previous);
    this.#objects.set(key, object);
    this.#index(key, object);
    this.#onChange(
      previous
        ? { kind: 'modified', object, previous }
        : { kind: 'added', object },
    );
  }

  remove(object: Manifest) {
    const key = keyOf(object);
    const previous = this.#objects.get(key);
    if (!previous) return;
    this.#unindex(key, previous);
    this.#objects.delete(key);
    this.#onChange({ kind: 'deleted', object });
  }

  /** Removes everything without reporting changes. */
  clear() {
    this.#objects.clear();
    this.#indexes.forEach(values => values.clear());
  }

  #index(key: string, object: Manifest) {
    for (const [name, values] of this.#indexes) {
      for (const value of this.#functions[name](object)) {
        const keys = values.get(value) ?? new Set();
        values.set(value, keys.add(key));
      }
    }
  }

  #unindex(key: string, object: Manifest) {
    for (const [name, values] of this.#indexes) {
      for (const value of this.#functions[name](object)) {
        const keys = values.get(value);
        keys?.delete(key);
        if (keys?.size === 0) values.delete(value);
      }
    }
  }
}

const isSameContent = (one: Manifest, other: Manifest) =>
  isDeepStrictEqual(withoutVersion(one), withoutVersion(other));

const withoutVersion = ({
  metadata: { resourceVersion: _, ...metadata },
  ...object
}: Manifest) => ({ ...object, metadata });
