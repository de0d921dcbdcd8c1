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

/** What a Reflector writes to. */
export interface StoreWriter {
  /** Everything there is, after a list. */
  replace(objects: Manifest[]): void;
  /** Only what has these keys is there. */
  retain(keys: ReadonlySet<string>): void;
  upsert(object: Manifest): void;
  remove(object: Manifest): void;
}
