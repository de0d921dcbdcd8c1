import { RepositorySources } from './RepositorySources';
import { PolledWatch } from './PolledWatch';
import type { ResourceFile, ResourceFiles } from './ResourceFiles';

/** The repository that requests go to, and how its pages are drawn. */
export class RequestsRepository {
  readonly name: string;
  readonly files: ResourceFiles;
  readonly watch: PolledWatch<ResourceFile[]>;
  readonly sources: RepositorySources;

  constructor(files: ResourceFiles) {
    this.files = files;
    this.name = nameOf(files.target.repository.url);
    this.watch = new PolledWatch<ResourceFile[]>(() => files.list(), []);
    this.sources = new RepositorySources(this.watch, this.name);
  }

  async close() {
    this.watch.stop();
    await this.files.target.repository.close();
  }
}

/** What people call a repository. */
const nameOf = (url: string) =>
  new URL(url).pathname.replace(/^\/|\.git$/g, '');
