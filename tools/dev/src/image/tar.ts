import { posix } from 'node:path';
import { gzip } from 'pako';
import { extract, pack, type Header } from 'tar-stream';

/** A file, symbolic link or folder of an archive. */
export type ArchiveEntry = {
  /** Without a slash at its beginning or end. */
  path: string;
  /** Who owns it; default: root. */
  owner?: number;
} & (
  | { type: 'file'; content: Uint8Array; mode?: number }
  | { type: 'link'; target: string }
  | { type: 'folder'; mode?: number }
);

/** The moment that each entry bears: it is in the digest. */
const EPOCH = new Date(0);

/**
 * Writes a tar archive that depends on its entries alone: sorted, with folders that lead to
 * them, without names of users and times.
 *
 * @throws Error when two entries have the same path.
 */
export async function writeTar(entries: ArchiveEntry[]): Promise<Buffer> {
  const tar = pack();
  const written = collect(tar);
  for (const entry of withFolders(entries)) {
    const header: Pick<Header, 'name' | 'uid' | 'gid' | 'mtime'> = {
      name: entry.path,
      uid: entry.owner ?? 0,
      gid: entry.owner ?? 0,
      mtime: EPOCH,
    };
    if (entry.type === 'link') {
      tar.entry({
        ...header,
        type: 'symlink',
        linkname: entry.target,
        mode: 0o777,
      });
    } else if (entry.type === 'folder') {
      tar.entry({ ...header, type: 'directory', mode: entry.mode ?? 0o755 });
    } else {
      const content = Buffer.from(entry.content);
      tar.entry(
        { ...header, mode: entry.mode ?? 0o644, size: content.length },
        content,
      );
    }
  }
  tar.finalize();
  return written;
}

/** Reads the entries of a tar archive; those that are neither file, link nor folder are left out. */
export async function readTar(archive: Uint8Array): Promise<ArchiveEntry[]> {
  const entries: ArchiveEntry[] = [];
  const reader = extract();
  reader.end(Buffer.from(archive));
  for await (const entry of reader) {
    const { name, type, linkname, mode, uid } = entry.header;
    const content = await collect(entry);
    const path = posix.normalize(name).replace(/^\/+|\/+$/g, '');
    const owner = uid ? { owner: uid } : {};
    if (type === 'file') {
      entries.push({ path, type: 'file', content, mode, ...owner });
    } else if (type === 'symlink') {
      entries.push({ path, type: 'link', target: linkname ?? '', ...owner });
    } else if (type === 'directory' && path !== '.') {
      entries.push({ path, type: 'folder', mode, ...owner });
    }
  }
  return entries;
}

/**
 * Compresses. Not with Node's zlib, whose output is another one on another processor or
 * with another Node: the digest of an image would be, too.
 */
export const compress = (data: Uint8Array): Buffer =>
  Buffer.from(gzip(data, { level: 9 }));

function withFolders(entries: ArchiveEntry[]): ArchiveEntry[] {
  const all = new Map<string, ArchiveEntry>();
  for (const entry of entries) {
    if (all.has(entry.path)) {
      throw new Error(`Two entries of an archive are ${entry.path}.`);
    }
    all.set(entry.path, entry);
  }
  for (const { path } of entries) {
    const segments = path.split('/');
    for (let count = 1; count < segments.length; count += 1) {
      const folder = segments.slice(0, count).join('/');
      if (!all.has(folder)) all.set(folder, { path: folder, type: 'folder' });
    }
  }
  return [...all.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Streams of tar-stream have no type of what they give. */
async function collect(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part as Uint8Array);
  return Buffer.concat(parts);
}
