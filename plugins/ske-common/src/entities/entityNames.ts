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
