/** Backstage's limit for `metadata.name`. */
const LIMIT = 63;

/**
 * A catalog name from parts: at most 63 characters, only characters the
 * catalog allows. A name that had to be cut, or of which nothing is left, keeps a
 * short hash of the whole, so that two of them stay two.
 *
 * @public
 */
export function toEntityName(base: string, suffix?: string): string {
  // Only the beginning becomes part of the name; the hash is of the whole.
  const clean = base
    .slice(0, 4 * LIMIT)
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
  const tail = suffix ? `-${suffix}` : '';
  const isWhole = clean !== '' && base.length <= 4 * LIMIT;
  if (isWhole && clean.length + tail.length <= LIMIT) return clean + tail;
  const hash = shortHash(base);
  const room = LIMIT - tail.length - hash.length - 1;
  const start = clean.slice(0, room).replace(/[^A-Za-z0-9]+$/, '');
  return `${start || 'unnamed'}-${hash}${tail}`;
}

/**
 * Six characters that depend on every character of the text (FNV-1a). Not for
 * secrets: it only keeps names apart.
 *
 * @public
 */
export function shortHash(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(36).padStart(6, '0').slice(-6);
}

/** Something that wants a name in the catalog. @public */
export interface NameClaim {
  /** Unique and stable: group, kind, namespace and name of the object. */
  key: string;
  /** The name that it gets unless another object has it. */
  wantedName: string;
  /** {@link toEntityName} of that, where it is known already. */
  plain?: string;
  /** RFC 3339; of those that ask together the oldest gets the name. */
  createdAt: string;
}

/**
 * Names in the catalog, by the keys of the objects that have them. An object keeps its
 * name while it lives. Names compare without case, as in the catalog.
 *
 * @public
 */
export class EntityNames {
  readonly #names = new Map<string, string>();
  readonly #keys = new Map<string, string>();

  nameOf(key: string): string | undefined {
    return this.#names.get(key);
  }

  /**
   * Gives each claim a name. One that has a name keeps it, unless it wants another one
   * now. Of several new claims for the same name the oldest gets it plain, if nobody
   * has it; the others get a suffix made from their key.
   */
  give(claims: NameClaim[]): void {
    const unnamed = claims.filter(claim => {
      const name = this.#names.get(claim.key);
      const stays =
        name !== undefined &&
        (name === plainName(claim) || name === suffixedName(claim));
      if (!stays) this.release(claim.key);
      return !stays;
    });
    unnamed.sort(
      (a, b) => compare(a.createdAt, b.createdAt) || compare(a.key, b.key),
    );
    for (const claim of unnamed) {
      const ownName = plainName(claim);
      const name = this.#keys.has(ownName.toLowerCase())
        ? suffixedName(claim)
        : ownName;
      this.#names.set(claim.key, name);
      this.#keys.set(name.toLowerCase(), claim.key);
    }
  }

  /** The object is gone: its name is free. */
  release(key: string): void {
    const name = this.#names.get(key)?.toLowerCase();
    this.#names.delete(key);
    if (name !== undefined && this.#keys.get(name) === key) {
      this.#keys.delete(name);
    }
  }
}

const plainName = ({ wantedName, plain }: NameClaim) =>
  plain ?? toEntityName(wantedName);

const suffixedName = ({ wantedName, key }: NameClaim) =>
  toEntityName(wantedName, shortHash(key));

const compare = (a: string, b: string) => Number(a > b) - Number(a < b);
