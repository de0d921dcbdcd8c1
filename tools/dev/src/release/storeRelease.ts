import { CHECKSUMS, METADATA, sha256 } from './releaseTree';

/** Where releases are kept. */
export interface ReleaseStore {
  /** For people: an address, a folder. */
  where: string;
  /** SHA-256 of a file in hexadecimal; undefined where there is none. */
  digest(path: string): Promise<string | undefined>;
  /** Adds or replaces files, in their order. */
  put(files: [path: string, content: Uint8Array][]): Promise<void>;
}

/** Which files of a release a store had already. */
export interface Stored {
  written: string[];
  unchanged: string[];
}

/**
 * Puts the files of a release into a store, except those that are there: it may be done
 * again. What says that a release is complete comes last.
 *
 * @param options.replace - whether a file that is there and different is replaced
 * @throws Error when one is there and different: what was published does not change.
 */
export async function storeRelease(
  files: ReadonlyMap<string, Uint8Array>,
  store: ReleaseStore,
  { replace = false } = {},
): Promise<Stored> {
  const stored: Stored = { written: [], unchanged: [] };
  const different: string[] = [];
  for (const path of [...files.keys()].sort(completeLast)) {
    const present = await store.digest(path);
    if (present === sha256(files.get(path)!)) {
      stored.unchanged.push(path);
      continue;
    }
    if (present !== undefined) different.push(path);
    stored.written.push(path);
  }
  if (different.length > 0 && !replace) {
    throw new Error(
      `${
        store.where
      } has this release already, with other content: ${different.join(
        ', ',
      )}. Nothing was written. A release does not change: give it another version, or add --replace if nobody has it yet.`,
    );
  }
  if (stored.written.length > 0) {
    await store.put(stored.written.map(path => [path, files.get(path)!]));
  }
  return stored;
}

const LAST = [METADATA, CHECKSUMS];

function completeLast(a: string, b: string): number {
  const rank = (path: string) =>
    LAST.findIndex(name => path.endsWith(`/${name}`));
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}
