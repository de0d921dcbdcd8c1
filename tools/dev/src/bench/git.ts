import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  startGitea,
  type GiteaRepository,
  type RunningGitea,
} from '@internal/testbed';
import { basicAuth, GitRepository } from '@syntasso/plugin-ske-node';
import { ms, ratio, type Row } from './row';

const REQUESTS = 100;
/** Files that a requests repository of some age has. */
const FILES = 500;
const BRANCH = 'main';

/** Measures how long 100 requests at the same moment take to reach a repository. */
export async function measureGit(say: (text: string) => void): Promise<Row[]> {
  say('A Gitea with a requests repository …');
  const gitea = await startGitea({ say });
  const folder = mkdtempSync(join(tmpdir(), 'ske-bench-git-'));
  let clones = 0;
  const open = (repository: GiteaRepository) => {
    const { name, password } = gitea.accounts.robot;
    clones += 1;
    return new GitRepository({
      remote: {
        url: `${repository.url}.git`,
        headers: async () => basicAuth(name, password),
      },
      author: { name: 'SKE', email: 'ske@backstage.io' },
      folder: join(folder, String(clones)),
    });
  };
  try {
    const ours = await createRepository(gitea, 'ours', open);
    say(`${REQUESTS} requests at once, by one warm clone …`);
    const warm = open(ours);
    await warm.read(BRANCH, async () => undefined);
    const oursMs = await measureMs(() =>
      Promise.all(all(index => write(warm, index))),
    );
    await warm.close();
    await requireAll(ours);

    const theirs = await createRepository(gitea, 'theirs', open);
    say(`${REQUESTS} requests, by a clone for each …`);
    const theirsMs = await measureMs(async () => {
      // One after the other: at once, all but one push would be refused.
      for (let index = 0; index < REQUESTS; index += 1) {
        const fresh = open(theirs);
        await write(fresh, index);
        await fresh.close();
      }
    });
    await requireAll(theirs);
    return [
      {
        what: `${REQUESTS} concurrent requests in Git`,
        ours: ms(oursMs),
        against: `${ms(theirsMs)} (clone per write)`,
        ratio: ratio(oursMs, theirsMs),
        how: `Until all are pushed to a Gitea on this machine, each a commit of its own, in a repository of ${FILES} files. The peer makes a new shallow clone for each, one after the other, with the same code otherwise. Both repositories are then read back: every request is there.`,
      },
    ];
  } finally {
    await gitea.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const pathOf = (index: number) => `kratix-requests/bench/new/${index}.yaml`;

const write = (repository: GitRepository, index: number) =>
  repository.write(BRANCH, {
    message: `Request ${index}`,
    edit: async () => ({
      edits: [{ path: pathOf(index), content: `index: ${index}\n` }],
      result: undefined,
    }),
  });

async function createRepository(
  gitea: RunningGitea,
  name: string,
  open: (repository: GiteaRepository) => GitRepository,
): Promise<GiteaRepository> {
  const repository = await gitea.create(name);
  const clone = open(repository);
  await clone.write(BRANCH, {
    message: 'What is there already',
    edit: async () => ({
      edits: Array.from({ length: FILES }, (_, index) => ({
        path: `kratix-requests/bench/old/${index}.yaml`,
        content: `kind: Old\nspec: { index: ${index} }\n`,
      })),
      result: undefined,
    }),
  });
  await clone.close();
  return repository;
}

/** @throws Error when a request is not in the repository. */
async function requireAll(repository: GiteaRepository) {
  const files = new Set(await repository.files());
  const lost = all(pathOf).filter(path => !files.has(path));
  if (lost.length > 0) throw new Error(`Lost: ${lost.join(', ')}`);
}

const all = <T>(one: (index: number) => T): T[] =>
  Array.from({ length: REQUESTS }, (_, index) => one(index));

async function measureMs(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
