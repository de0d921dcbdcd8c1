import git, { type FsClient } from 'isomorphic-git';
import { LRUCache } from 'lru-cache';
import { pathTakenError } from './gitErrors';
import { safePath } from './safePath';

/** A file as it shall be; null where it shall not be. @public */
export interface FileEdit {
  path: string;
  content: string | null;
}

/** A file that is there. @public */
export interface FileEntry {
  path: string;
  /** Depends on the content alone. */
  id: string;
}

/** An entry of a folder. @public */
export type Entry = Awaited<ReturnType<typeof git.readTree>>['tree'][number];

/** Where objects are. @public */
export interface GitObjectStore {
  fs: FsClient;
  gitdir: string;
  cache: object;
  /** Folders that were read, by id: they never change. */
  trees: {
    get(id: string): Entry[] | undefined;
    set(id: string, entries: Entry[]): unknown;
  };
}

/** Folders of a repository that were read a short while ago. */
export const newTreeCache = () =>
  new LRUCache<string, Entry[]>({ max: 20_000 });

const FILE = '100644';
const FOLDER = '040000';
const LINK = '120000';

/** The files of one commit; never changes. @public */
export class Tree {
  readonly oid: string | undefined;
  readonly #store: GitObjectStore;

  constructor(store: GitObjectStore, oid: string | undefined) {
    this.#store = store;
    this.oid = oid;
  }

  /** A file's text; undefined when there is none. */
  async read(path: string): Promise<string | undefined> {
    let oid = this.oid;
    const segments = safePath(path).split('/');
    for (const [index, segment] of segments.entries()) {
      const entry: Entry | undefined = (await this.#entries(oid)).find(
        e => e.path === segment,
      );
      const last = index === segments.length - 1;
      if (entry?.type !== (last ? 'blob' : 'tree')) return undefined;
      if (entry.mode === LINK) return undefined;
      oid = entry.oid;
    }
    return this.blob(oid!);
  }

  /** The text of a file by its id. */
  async blob(id: string): Promise<string> {
    const { fs, gitdir, cache } = this.#store;
    const { blob } = await git.readBlob({ fs, gitdir, cache, oid: id });
    return Buffer.from(blob).toString('utf8');
  }

  /** All files in a folder and below; '' is the whole repository. */
  async list(folder: string): Promise<FileEntry[]> {
    let oid = this.oid;
    for (const segment of folder === '' ? [] : safePath(folder).split('/')) {
      const entry: Entry | undefined = (await this.#entries(oid)).find(
        e => e.path === segment,
      );
      if (entry?.type !== 'tree') return [];
      oid = entry.oid;
    }
    return this.#below(oid, folder);
  }

  /** The id of the tree with some files changed; the same where nothing does. */
  async with(edits: FileEdit[]): Promise<string> {
    const wanted = new Map(
      edits.map(({ path, content }) => [safePath(path), content]),
    );
    return (
      (await this.#changed(this.oid, wanted, '')) ?? (await this.#writeTree([]))
    );
  }

  /** Undefined for a folder that nothing is left in. */
  async #changed(
    oid: string | undefined,
    wanted: ReadonlyMap<string, string | null>,
    where: string,
  ): Promise<string | undefined> {
    const entries = new Map(
      (await this.#entries(oid)).map(entry => [entry.path, entry]),
    );
    for (const [segment, inside] of grouped(wanted)) {
      const entry = entries.get(segment);
      const path = where + segment;
      const next =
        inside instanceof Map
          ? await this.#folder(entry, inside, path)
          : await this.#file(entry, inside, path);
      if (next) entries.set(segment, { ...next, path: segment });
      else entries.delete(segment);
    }
    if (entries.size === 0) return undefined;
    return this.#writeTree([...entries.values()]);
  }

  async #folder(
    entry: Entry | undefined,
    inside: ReadonlyMap<string, string | null>,
    path: string,
  ): Promise<Omit<Entry, 'path'> | undefined> {
    if (entry && entry.type !== 'tree') {
      const writes = [...inside.values()].some(content => content !== null);
      if (writes) throw pathTakenError(path, 'a file');
      return entry;
    }
    const oid = await this.#changed(entry?.oid, inside, `${path}/`);
    return oid === undefined ? undefined : { mode: FOLDER, oid, type: 'tree' };
  }

  async #file(
    entry: Entry | undefined,
    content: string | null,
    path: string,
  ): Promise<Omit<Entry, 'path'> | undefined> {
    if (entry && entry.type !== 'blob') throw pathTakenError(path, 'a folder');
    // To write through a link would change a file that nobody named.
    if (entry?.mode === LINK) throw pathTakenError(path, 'a link');
    if (content === null) return undefined;
    const { fs, gitdir } = this.#store;
    const oid = await git.writeBlob({
      fs,
      gitdir,
      blob: Buffer.from(content),
    });
    return { mode: entry?.mode ?? FILE, oid, type: 'blob' };
  }

  async #below(oid: string | undefined, where: string): Promise<FileEntry[]> {
    const prefix = where === '' ? '' : `${where}/`;
    const found: FileEntry[] = [];
    for (const entry of await this.#entries(oid)) {
      const path = prefix + entry.path;
      if (entry.type === 'tree') {
        found.push(...(await this.#below(entry.oid, path)));
      } else if (entry.type === 'blob' && entry.mode !== LINK) {
        found.push({ path, id: entry.oid });
      }
    }
    return found;
  }

  async #entries(oid: string | undefined): Promise<Entry[]> {
    if (oid === undefined) return [];
    const { trees, ...store } = this.#store;
    const known = trees.get(oid);
    if (known) return known;
    const { tree } = await git.readTree({ ...store, oid });
    trees.set(oid, tree);
    return tree;
  }

  async #writeTree(entries: Entry[]): Promise<string> {
    const { fs, gitdir } = this.#store;
    const oid = await git.writeTree({ fs, gitdir, tree: entries });
    this.#store.trees.set(oid, entries);
    return oid;
  }
}

/** Changes by the first segment of their path: files, and folders of changes. */
function grouped(wanted: ReadonlyMap<string, string | null>) {
  const groups = new Map<string, string | null | Map<string, string | null>>();
  for (const [path, content] of wanted) {
    const slash = path.indexOf('/');
    if (slash < 0) {
      groups.set(path, content);
      continue;
    }
    const segment = path.slice(0, slash);
    const known = groups.get(segment);
    const inside = known instanceof Map ? known : new Map();
    inside.set(path.slice(slash + 1), content);
    groups.set(segment, inside);
  }
  return groups;
}
