import type {
  Repository,
  RepositoryChange,
  RepositoryFiles,
} from '../GitWriter';

/** A branch in memory. Counts commits, and may move or refuse before one. */
export class FakeRepository implements Repository {
  files: Record<string, string> = {};
  readonly commits: string[] = [];
  /** Called before each commit is taken; others may change files in it. */
  beforeCommit: () => Promise<void> = async () => {};

  async read<T>(
    _branch: string,
    work: (files: RepositoryFiles) => Promise<T>,
  ): Promise<T> {
    return work(filesOf(this.files));
  }

  async write<T>(
    _branch: string,
    change: RepositoryChange<T>,
  ): Promise<{ result: T }> {
    for (;;) {
      const seen = this.files;
      const { edits, result } = await change.edit(filesOf(seen));
      if (edits.length === 0) return { result };
      await this.beforeCommit();
      if (this.files !== seen) continue;
      const files = { ...seen };
      for (const { path, content } of edits) {
        if (content === null) delete files[path];
        else files[path] = content;
      }
      this.files = files;
      this.commits.push(change.message);
      return { result };
    }
  }
}

const filesOf = (files: Record<string, string>): RepositoryFiles => ({
  read: async path => files[path],
  list: async folder =>
    Object.keys(files)
      .filter(path => folder === '' || path.startsWith(`${folder}/`))
      .map(path => ({ path })),
});
