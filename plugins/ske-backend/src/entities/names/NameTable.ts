/** Names of entities of different kinds do not meet. */
export const ENTITY_KINDS = ['component', 'template'] as const;

/** See {@link ENTITY_KINDS}. */
export type EntityKind = (typeof ENTITY_KINDS)[number];

/** An object that wants a name for its entity of a kind. */
export interface NameClaim {
  entityKind: EntityKind;
  /** The object's `objectKey`. */
  key: string;
  uid: string;
  /** What it wants to be called; may be no valid name. */
  requestedName: string;
  /** The valid name made from that: it gets it unless another object has it. */
  wanted: string;
  /** RFC 3339; of those that ask together the oldest gets the name. */
  createdAt: string;
}

/** A name that an object has. */
export interface GivenName
  extends Pick<NameClaim, 'entityKind' | 'key' | 'uid' | 'wanted'> {
  name: string;
}

/** Whose a name is. */
export type NameOwner = Pick<GivenName, 'entityKind' | 'key' | 'uid'>;

/** The names that a platform's objects have in the catalog; all replicas share them. */
export interface NameTable {
  /** The names of objects with these keys, of whatever uid. */
  find(keys: string[]): Promise<GivenName[]>;
  /** Adds names; leaves out each that is taken without regard to case, or whose object has one. */
  insert(names: GivenName[]): Promise<void>;
  /**
   * Removes names as they were given: not one of another object, nor another one that
   * the same object has got meanwhile.
   */
  remove(names: GivenName[]): Promise<void>;
  /** The names that were given before a time. */
  listGivenBefore(time: Date): Promise<GivenName[]>;
}
