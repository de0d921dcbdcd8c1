import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../commands';
import { installDebianPackages } from '../debian';
import { BuildProgress, expectTimes } from './BuildProgress';
import { buildWithInstalledGo, buildWithPypiGo } from './go';
import {
  lastLine,
  programsFolder,
  type GoPrograms,
  type FailedWay,
  type Say,
} from './programs';

/** Folders of Gitea's module that it reads when it runs. */
const ASSETS = ['options', 'templates', 'public'];

const GITEA: GoPrograms = {
  what: 'Gitea',
  module: 'gitea',
  programs: { gitea: 'code.gitea.io/gitea' },
  expected: expectTimes(7),
  tags: 'sqlite sqlite_unlock_notify',
  // SQLite is written in C.
  cgo: true,
  async addFiles({ go, cwd, env }, out) {
    const listed = await runCommand(
      go,
      ['list', '-m', '-f', '{{.Dir}}', 'code.gitea.io/gitea'],
      { cwd, env },
    );
    if (listed.code !== 0) {
      return { way: "Gitea's assets", why: lastLine(listed.output) };
    }
    for (const folder of ASSETS) {
      const from = join(listed.output.trim(), folder);
      if (existsSync(from)) {
        cpSync(from, join(out, 'static', folder), { recursive: true });
      }
    }
    // Files of Go's module cache are read-only: nobody could delete their copies.
    await runCommand('chmod', ['-R', 'u+w', join(out, 'static')]);
    return undefined;
  },
};

/**
 * Finds or builds Gitea, and returns the folder with the program `gitea` and
 * its assets in `static`.
 *
 * @throws Error that names each way that was tried, why it failed, and what to do; what
 * the signal aborts with.
 */
export async function ensureGitea(
  say: Say,
  signal?: AbortSignal,
): Promise<string> {
  const dir = programsFolder('gitea');
  if (existsSync(join(dir, 'gitea'))) return dir;
  const compiler = await runCommand('cc', ['--version']);
  if (compiler.code !== 0)
    await installDebianPackages(['gcc', 'libc6-dev'], say);
  const { what, expected } = GITEA;
  const progress = new BuildProgress({ what, expected, say });
  const failures: FailedWay[] = [];
  for (const way of [buildWithInstalledGo, buildWithPypiGo]) {
    const result = await way(GITEA, dir, { say, progress, signal });
    signal?.throwIfAborted();
    if (typeof result === 'string') return result;
    failures.push(result);
  }
  throw new Error(
    [
      'The test bed needs Gitea, and no way to build it worked:',
      ...failures.map(({ way, why }) => `  - ${way}: ${why}`),
      'It takes Go 1.26.3 or newer on the PATH, or Python 3 with pip; and a C compiler.',
    ].join('\n'),
  );
}
