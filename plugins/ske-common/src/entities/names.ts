/** Backstage's limit for `metadata.name`. */
const LIMIT = 63;

/**
 * A catalog name from parts: at most 63 characters, only characters the
 * catalog allows. A name that had to be cut keeps a short hash of the whole,
 * so that two long names stay two.
 *
 * @public
 */
export function entityName(base: string, suffix?: string): string {
  // Only the beginning becomes part of the name; the hash is of the whole.
  const clean = base
    .slice(0, 4 * LIMIT)
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
  const tail = suffix ? `-${suffix}` : '';
  const isWhole = base.length <= 4 * LIMIT;
  if (isWhole && clean.length + tail.length <= LIMIT) return clean + tail;
  const hash = shortHash(base);
  const room = LIMIT - tail.length - hash.length - 1;
  return `${clean.slice(0, room).replace(/[^A-Za-z0-9]+$/, '')}-${hash}${tail}`;
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
  /** The name it would have alone in the world. */
  wanted: string;
  /** RFC 3339; the older one keeps the plain name. */
  createdAt: string;
}

/**
 * Gives every claim a name of its own. A claim that had a name keeps it; of
 * new claims for the same name the oldest gets it plain, the others get a
 * suffix made from their key. Names compare without case, as in the catalog.
 *
 * @param claims - all present claims
 * @param previous - names given before, by key
 * @returns name by key
 * @public
 */
export function assignNames(
  claims: NameClaim[],
  previous: ReadonlyMap<string, string> = new Map(),
): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  const give = (claim: NameClaim, name: string) => {
    names.set(claim.key, name);
    taken.add(name.toLowerCase());
  };
  const inOrder = [...claims].sort(
    (a, b) => compare(a.createdAt, b.createdAt) || compare(a.key, b.key),
  );
  for (const claim of inOrder) {
    const plain = entityName(claim.wanted);
    const suffixed = entityName(claim.wanted, shortHash(claim.key));
    const kept = previous.get(claim.key);
    const stillFits = kept === plain || kept === suffixed;
    if (kept && stillFits && !taken.has(kept.toLowerCase())) give(claim, kept);
  }
  for (const claim of inOrder) {
    if (names.has(claim.key)) continue;
    const plain = entityName(claim.wanted);
    give(
      claim,
      taken.has(plain.toLowerCase())
        ? entityName(claim.wanted, shortHash(claim.key))
        : plain,
    );
  }
  return names;
}

const compare = (a: string, b: string) => Number(a > b) - Number(a < b);
