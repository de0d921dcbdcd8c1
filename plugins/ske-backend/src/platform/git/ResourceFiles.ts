import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  refOf,
  requestPath,
  type Manifest,
  type ObjectRef,
} from '@syntasso/plugin-ske-common';
import type {
  GitChange,
  ScmTarget,
  Tree,
  Written,
} from '@syntasso/plugin-ske-node';
import { changedMeanwhileError } from '../changedMeanwhileError';
import {
  brokenFileError,
  changeManifestFile,
  isManifestOf,
  labelManifestFile,
  formatManifest,
  readManifestFile,
  requireReadable,
  type ManifestFile,
} from './manifestFile';

/** A Resource's own file. */
export interface ResourceFile {
  path: string;
  /** Depends on the content alone; a change names the version that it was made from. */
  version: string;
  manifest: Manifest;
}

/** What a change is for, and which version of the file it was made from. */
interface ChangeOptions {
  promise: string;
  message: string;
  /** The version that the writer has read; any other one is a ConflictError. */
  version?: string;
  /** Where a new file goes, instead of its usual place. */
  path?: string;
}

/** Most parsed files that are cached; by their content, so that none is stale. */
const MOST_CACHED = 20_000;
/** Most characters of the cached files. */
const MOST_CHARACTERS = 20_000_000;

/**
 * The requests in a repository, one file each. A file that has other objects as well
 * belongs to somebody else, and is never changed.
 */
export class ResourceFiles {
  readonly target: ScmTarget;
  readonly #parsed = new Map<string, ManifestFile>();
  #characters = 0;

  constructor(target: ScmTarget) {
    this.target = target;
  }

  /** The repository and branch, for texts that people read. */
  get where(): string {
    const { repository, branch } = this.target;
    return `${repository.url} (branch ${branch})`;
  }

  /** A Resource's file as it is now; undefined when it has none. */
  async get(ref: ObjectRef): Promise<ResourceFile | undefined> {
    const { repository, branch } = this.target;
    return repository.read(branch, files => this.#find(files, ref));
  }

  /** The requests that are there now. */
  async list(): Promise<ResourceFile[]> {
    const { repository, branch } = this.target;
    return repository.read(branch, files => this.#all(files));
  }

  /**
   * Writes a Resource's file: its own, wherever that is, else a new one.
   */
  async put(
    manifest: Manifest,
    about: ChangeOptions,
  ): Promise<Written<ResourceFile | undefined>> {
    return this.#write(this.changeTo(manifest, about));
  }

  /**
   * Removes a Resource's file.
   *
   * @throws NotFoundError when it has none.
   */
  async remove(ref: ObjectRef, message: string): Promise<Written<unknown>> {
    return this.#write(this.removalOf(ref, message));
  }

  /**
   * Sets labels of a Resource's file, and removes those that are null.
   *
   * @throws NotFoundError when it has none.
   */
  async label(
    ref: ObjectRef,
    labels: Record<string, string | null>,
    message: string,
  ): Promise<Written<unknown>> {
    return this.#write({
      message,
      edit: async files => {
        const file = await this.#requireFile(files, ref);
        const text = (await files.read(file.path)) ?? '';
        const content = labelManifestFile(text, labels);
        return { edits: [{ path: file.path, content }], result: file };
      },
    });
  }

  /** The change that {@link ResourceFiles.put} makes, for any branch. */
  changeTo(
    manifest: Manifest,
    about: ChangeOptions,
  ): GitChange<ResourceFile | undefined> {
    return {
      message: about.message,
      edit: async files => {
        const ref = refOf(manifest);
        const file = await this.#find(files, ref);
        if (about.version !== undefined && file?.version !== about.version) {
          throw changedMeanwhileError(ref);
        }
        if (file) {
          const text = (await files.read(file.path)) ?? '';
          const content = requireReadable(changeManifestFile(text, manifest));
          return {
            edits: [{ path: file.path, content }],
            result: file,
          };
        }
        const path = await this.#freePath(files, ref, about);
        const content = requireReadable(formatManifest(manifest));
        return { edits: [{ path, content }], result: undefined };
      },
    };
  }

  /**
   * The change that {@link ResourceFiles.remove} makes, for any branch.
   *
   * @param mayBeGone - whether it is no mistake that there is no file: a branch
   * may have been sent before
   */
  removalOf(
    ref: ObjectRef,
    message: string,
    mayBeGone = false,
  ): GitChange<ResourceFile | undefined> {
    return {
      message,
      edit: async files => {
        const file = mayBeGone
          ? await this.#find(files, ref)
          : await this.#requireFile(files, ref);
        return {
          edits: file ? [{ path: file.path, content: null }] : [],
          result: file,
        };
      },
    };
  }

  async #write<T>(change: GitChange<T>): Promise<Written<T>> {
    const { repository, branch } = this.target;
    return repository.write(branch, change);
  }

  /** @throws ConflictError when another file has the path that the request needs. */
  async #freePath(files: Tree, ref: ObjectRef, options: ChangeOptions) {
    const { name, namespace = 'default' } = ref;
    const { promise } = options;
    const path = this.#inFolder(
      options.path ?? requestPath({ promise, namespace, name }),
    );
    const text = await files.read(path);
    if (text === undefined) return path;
    const file = readManifestFile(text);
    if (file.kind === 'broken') throw brokenFileError(path, file.problem);
    throw new ConflictError(
      `${path} in ${this.where} is where ${ref.kind} ${namespace}/${name} has to be, and holds something else. Move it away there, then try again.`,
    );
  }

  /** @throws NotFoundError when a Resource has no file. */
  async #requireFile(files: Tree, ref: ObjectRef): Promise<ResourceFile> {
    const file = await this.#find(files, ref);
    if (!file) throw this.noFileError(ref);
    return file;
  }

  async #find(files: Tree, ref: ObjectRef): Promise<ResourceFile | undefined> {
    const matchingFiles: ResourceFile[] = [];
    for (const { path, version, file } of await this.#manifests(files)) {
      if (file.kind === 'one' && isManifestOf(file.manifest, ref)) {
        matchingFiles.push({ path, version, manifest: file.manifest });
      }
      if (
        file.kind === 'several' &&
        file.manifests.some(m => isManifestOf(m, ref))
      ) {
        throw new ConflictError(
          `${path} in ${this.where} holds ${ref.kind} ${ref.name} together with other objects, so it is not changed from here. Give it a file of its own there, then try again.`,
        );
      }
      if (file.kind === 'broken' && path.endsWith(`/${ref.name}.yaml`)) {
        throw brokenFileError(path, file.problem);
      }
    }
    if (matchingFiles.length > 1) {
      throw new ConflictError(
        `${ref.kind} ${ref.name} is in ${matchingFiles.length} files of ${
          this.where
        }: ${matchingFiles
          .map(({ path }) => path)
          .join(', ')}. Keep one of them, then try again.`,
      );
    }
    return matchingFiles[0];
  }

  async #all(files: Tree): Promise<ResourceFile[]> {
    return (await this.#manifests(files)).flatMap(({ path, version, file }) =>
      file.kind === 'one' ? [{ path, version, manifest: file.manifest }] : [],
    );
  }

  /** All YAML files in our folder, read one after the other. */
  async #manifests(files: Tree) {
    const manifestFiles: {
      path: string;
      version: string;
      file: ManifestFile;
    }[] = [];
    for (const { path, id } of await files.list(this.target.path)) {
      if (!/\.ya?ml$/.test(path)) continue;
      manifestFiles.push({
        path,
        version: id,
        file: await this.#fileOf(files, id),
      });
    }
    return manifestFiles;
  }

  async #fileOf(files: Tree, id: string): Promise<ManifestFile> {
    const parsedFile = this.#parsed.get(id);
    if (parsedFile) return parsedFile;
    const text = await files.blob(id);
    const file = readManifestFile(text);
    if (
      this.#parsed.size >= MOST_CACHED ||
      this.#characters + text.length > MOST_CHARACTERS
    ) {
      this.#parsed.clear();
      this.#characters = 0;
    }
    this.#characters += text.length;
    this.#parsed.set(id, file);
    return file;
  }

  #inFolder(path: string) {
    const { path: folder } = this.target;
    return folder === '' ? path : `${folder}/${path}`;
  }

  /** The error of a Resource that has no file. */
  noFileError(ref: ObjectRef) {
    const { kind, name, namespace = 'default' } = ref;
    return new NotFoundError(
      `${kind} ${namespace}/${name} has no file in ${this.where}: it was deleted, or is kept elsewhere. Delete it where it is kept.`,
    );
  }
}
