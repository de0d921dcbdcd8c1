import type { Manifest } from '@syntasso/plugin-ske-common';

/** "namespace/name", the key of an object within its type. @public */
export function keyOf(object: Manifest): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}

/** The present state of one watched type. @public */
export interface Store {
  get(namespace: string | undefined, name: string): Manifest | undefined;
  list(): Manifest[];
}

/** A change of a {@link Store}. @public */
export type Change =
  | { kind: 'added'; object: Manifest }
  | { kind: 'modified'; object: Manifest; previous: Manifest }
  | { kind: 'deleted'; object: Manifest };

/** The side of a {@link Store} that a Reflector writes to. @public */
export interface StoreWriter {
  /** Replaces everything by the objects of a list. */
  replace(objects: Manifest[]): void;
  /** Removes everything that has none of these keys. */
  retain(keys: ReadonlySet<string>): void;
  upsert(object: Manifest): void;
  remove(object: Manifest): void;
}
