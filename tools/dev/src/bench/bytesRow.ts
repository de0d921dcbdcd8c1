import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { ratio, type Row } from './row';

const KB = 1_024;

/** The row of a page, from all bytes of its scripts with our package and without it. */
export function bytesRow(
  { what, limitKb, how }: { what: string; limitKb: number; how: string },
  bytes: { ours: number; without: number },
): Row {
  const added = bytes.ours - bytes.without;
  return {
    what,
    ours: `${(added / KB).toFixed(1)} KB`,
    against: `${limitKb} KB (limit)`,
    ratio: ratio(added, limitKb * KB),
    how: `${how} ${inKb(bytes.ours)} with it, ${inKb(bytes.without)} without.`,
  };
}

const inKb = (bytes: number) => `${Math.round(bytes / KB)} KB`;

/** The size of files when each is compressed as a web server does. */
export function compressedSize(files: Iterable<string>): number {
  let size = 0;
  for (const file of files) size += gzipSync(readFileSync(file)).length;
  return size;
}
