import { ConflictError } from '@backstage/errors';
import type { FileEdit } from '@syntasso/plugin-ske-node';
import {
  keyOfOutput,
  type EntityOutput,
  type EntityWriter,
  type OutputId,
  type OutputNames,
  type WrittenOutput,
} from './EntityWriter';
import { indexText, pathsAfter } from './indexFile';
import { cleanFolder, isCatalogInfo, outputFile } from './outputFile';
import { readHeader, withHeader } from './outputHeader';
import { OutputPlaces } from './OutputPlaces';

/** Files of one commit; what is used of `Tree`. */
export interface RepositoryFiles {
  read(path: string): Promise<string | undefined>;
  list(folder: string): Promise<{ path: string }[]>;
}

/** What is used of `GitRepository`. */
export interface Repository {
  read<T>(
    branch: string,
    work: (files: RepositoryFiles) => Promise<T>,
  ): Promise<T>;
  /** Makes one commit of a change. */
  write<T>(branch: string, change: RepositoryChange<T>): Promise<{ result: T }>;
}

/** What becomes one commit. */
export interface RepositoryChange<T> {
  message: string;
  /** Called again when the branch has moved. */
  edit: (files: RepositoryFiles) => Promise<{ edits: FileEdit[]; result: T }>;
}

type Outcome = 'written' | 'unchanged' | 'aborted' | ConflictError;

/** What somebody waits for. */
interface Job {
  id: OutputId;
  /** Undefined: the output is to be removed. */
  file: { path: string; text: string; names: OutputNames } | undefined;
  signal: AbortSignal;
  resolve: (outcome: Exclude<Outcome, Error>) => void;
  reject: (error: unknown) => void;
}

/** Most outputs in one commit. */
const MOST_IN_A_COMMIT = 500;

/**
 * Commits outputs to a branch. What is asked for while a push is under way goes out
 * together, in one commit; nothing that is the same is committed. When others move the
 * branch, the commit is made again on top of theirs.
 */
export class GitWriter implements EntityWriter {
  readonly #repository: Repository;
  readonly #branch: string;
  readonly #folder: string;
  readonly #index: { file: string; name: string } | undefined;
  readonly #jobs: Job[] = [];
  #isDraining = false;
  /** Whether the index was compared with the files since the start. */
  #isIndexed = false;
  #places: OutputPlaces | undefined;

  /**
   * @param options.path - folder in the repository; '' is all of it
   * @param options.index - a file in that folder which names all others, and the name of
   * the entity in it
   */
  constructor(options: {
    repository: Repository;
    branch: string;
    path: string;
    index?: { file: string; name: string };
  }) {
    this.#repository = options.repository;
    this.#branch = options.branch;
    this.#folder = cleanFolder(options.path);
    this.#index = options.index;
  }

  async write(
    { id, names, path, content }: EntityOutput,
    signal: AbortSignal,
  ): Promise<'written' | 'unchanged'> {
    const file = {
      path: outputFile(this.#folder, path),
      text: withHeader(id, names, content),
      names,
    };
    const outcome = await this.#ask(id, file, signal);
    return outcome === 'written' ? 'written' : 'unchanged';
  }

  async remove(id: OutputId, signal: AbortSignal): Promise<void> {
    await this.#ask(id, undefined, signal);
  }

  async list(signal: AbortSignal): Promise<WrittenOutput[]> {
    signal.throwIfAborted();
    const places = await this.#repository.read(this.#branch, files =>
      findPlaces(files, this.#folder),
    );
    signal.throwIfAborted();
    return places.outputs();
  }

  async #ask(
    id: OutputId,
    file: Job['file'],
    signal: AbortSignal,
  ): Promise<Exclude<Outcome, Error>> {
    signal.throwIfAborted();
    const outcome = await new Promise<Exclude<Outcome, Error>>(
      (resolve, reject) => {
        this.#jobs.push({ id, file, signal, resolve, reject });
        void this.#drain();
      },
    );
    if (outcome === 'aborted') signal.throwIfAborted();
    return outcome;
  }

  async #drain() {
    if (this.#isDraining) return;
    this.#isDraining = true;
    // What is asked for in the same moment goes out together.
    await new Promise(setImmediate);
    while (this.#jobs.length > 0) {
      await this.#commit(this.#jobs.splice(0, MOST_IN_A_COMMIT));
    }
    this.#isDraining = false;
  }

  /** Never throws: each job gets its own outcome or error. */
  async #commit(jobs: Job[]): Promise<void> {
    try {
      const { result: outcomes } = await this.#repository.write(this.#branch, {
        message: messageOf(jobs),
        edit: files => this.#edit(files, jobs),
      });
      this.#isIndexed ||= isAnyLeft(outcomes);
      jobs.forEach((job, index) => this.#end(job, outcomes[index]));
    } catch (error) {
      jobs.forEach(job => job.reject(error));
    }
  }

  #end({ id, file, resolve, reject }: Job, outcome: Outcome) {
    if (outcome instanceof Error) {
      reject(outcome);
      return;
    }
    if (outcome !== 'aborted') {
      if (file) this.#places?.set({ id, names: file.names }, file.path);
      else this.#places?.delete(id);
    }
    resolve(outcome);
  }

  async #edit(files: RepositoryFiles, jobs: Job[]) {
    this.#places ??= await findPlaces(files, this.#folder);
    const edits = new Map<string, string | null>();
    const outcomes: Outcome[] = [];
    for (const job of jobs) {
      outcomes.push(
        job.signal.aborted
          ? 'aborted'
          : await this.#stage(files, job, edits, this.#places),
      );
    }
    if (isAnyLeft(outcomes)) await this.#stageIndex(files, edits, this.#places);
    return {
      edits: [...edits].map(([path, content]) => ({ path, content })),
      result: outcomes,
    };
  }

  /** Adds what a job changes to the edits. */
  async #stage(
    files: RepositoryFiles,
    { id, file }: Job,
    edits: Map<string, string | null>,
    places: OutputPlaces,
  ): Promise<Outcome> {
    const read = async (path: string) => {
      const edit = edits.get(path);
      return edit === undefined ? files.read(path) : edit ?? undefined;
    };
    const present = file && (await read(file.path));
    if (file && present === undefined) {
      const obstacle = await obstacleAt(files, file.path);
      if (obstacle) return obstacle;
    }
    let isChanged = false;
    for (const path of places.pathsOf(id)) {
      // Another output may be there by now.
      if (path === file?.path || !isFileOf(id, await read(path))) continue;
      edits.set(path, null);
      isChanged = true;
    }
    if (file && present !== file.text) {
      edits.set(file.path, file.text);
      isChanged = true;
    }
    return isChanged ? 'written' : 'unchanged';
  }

  /** Adds the index to the edits when files come or go, and once after the start. */
  async #stageIndex(
    files: RepositoryFiles,
    edits: Map<string, string | null>,
    places: OutputPlaces,
  ) {
    if (!this.#index || (this.#isIndexed && edits.size === 0)) return;
    const { paths, isChanged } = pathsAfter(places.paths(), edits);
    if (this.#isIndexed && !isChanged) return;
    const file = outputFile(this.#folder, this.#index.file);
    const text = indexText(this.#index.name, this.#folder, paths);
    if ((await files.read(file)) !== text) edits.set(file, text);
  }
}

/** Whether somebody still wants something: else nothing may be written any more. */
const isAnyLeft = (outcomes: Outcome[]) =>
  outcomes.some(outcome => outcome !== 'aborted');

async function findPlaces(
  files: RepositoryFiles,
  folder: string,
): Promise<OutputPlaces> {
  const places = new OutputPlaces();
  for (const { path } of await files.list(folder)) {
    if (!isCatalogInfo(path)) continue;
    const found = readHeader(await files.read(path));
    if (found) places.add(found, path);
  }
  return places;
}

/** What of somebody else is in the way of a new file: others are written all the same. */
async function obstacleAt(
  files: RepositoryFiles,
  path: string,
): Promise<ConflictError | undefined> {
  const segments = path.split('/');
  for (let count = 1; count < segments.length; count += 1) {
    const folder = segments.slice(0, count).join('/');
    if ((await files.read(folder)) !== undefined)
      return takenError(path, folder, 'a file');
  }
  return (await files.list(path)).length > 0
    ? takenError(path, path, 'a folder')
    : undefined;
}

const takenError = (path: string, at: string, what: string) =>
  new ConflictError(
    `${path} cannot be written: ${at} is ${what} in the repository. Move it away, or set output.path to another folder.`,
  );

const isFileOf = (id: OutputId, text: string | undefined): boolean => {
  const found = readHeader(text);
  return found !== undefined && keyOfOutput(found.id) === keyOfOutput(id);
};

function messageOf(jobs: Job[]): string {
  const [{ id, file }] = jobs;
  if (jobs.length > 1) return 'Update catalog entities';
  const what =
    id.kind === 'promise'
      ? id.promise
      : `${id.promise} ${id.namespace}/${id.name}`;
  return `${file ? 'Update' : 'Remove'} catalog entities of ${what}`;
}
