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

/** An object that wants a name in the catalog. @public */
export interface NameWish {
  /** What tells the object from all others, such as `example.org/Redis/web/cache`. */
  key: string;
  /** The name that it wants, of any length. */
  requestedName: string;
}

/**
 * Names for entities of one kind, each of which only one object has: what it wants, or
 * where another one has that, the same with a suffix made from its key. Names compare
 * without case, as in the catalog.
 *
 * @param given - names that objects already have, by key: they stay while they are wanted
 * @public
 */
export function assignEntityNames(
  wishes: Iterable<NameWish>,
  given: ReadonlyMap<string, string> = new Map(),
): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  const tryName = ({ key }: NameWish, name: string): boolean => {
    if (taken.has(name.toLowerCase())) return false;
    taken.add(name.toLowerCase());
    names.set(key, name);
    return true;
  };
  // By key, so that the order in which objects are listed does not matter.
  const sorted = [...wishes].sort(
    (a, b) => Number(a.key > b.key) - Number(a.key < b.key),
  );
  const unnamed = sorted.filter(wish => {
    const name = given.get(wish.key);
    const isWanted =
      name === toEntityName(wish.requestedName) || name === suffixed(wish, 0);
    return !(name !== undefined && isWanted && tryName(wish, name));
  });
  for (const wish of unnamed) {
    if (tryName(wish, toEntityName(wish.requestedName))) continue;
    let attempt = 0;
    while (!tryName(wish, suffixed(wish, attempt))) attempt += 1;
  }
  return names;
}

const suffixed = ({ key, requestedName }: NameWish, attempt: number) =>
  toEntityName(
    requestedName,
    shortHash(attempt === 0 ? key : `${key}#${attempt}`),
  );
