import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BuildProgress } from './BuildProgress';
import { buildWithInstalledGo, buildWithPypiGo } from './go';
import {
  programsFolder,
  type FailedWay,
  type GoPrograms,
  type Say,
} from './programs';

/**
 * Finds or builds a program that is alone in its module, and returns its path.
 *
 * @param options.why - who needs it, as the beginning of a sentence
 * @throws Error that names each way that was tried, why it failed, and what to do; what
 * the signal aborts with.
 */
export async function ensureProgram(
  programs: GoPrograms,
  options: { why: string; say: Say; signal?: AbortSignal },
): Promise<string> {
  const { why, say, signal } = options;
  const [name] = Object.keys(programs.programs);
  const dir = programsFolder(programs.module);
  if (existsSync(join(dir, name))) return join(dir, name);
  const { what, expected } = programs;
  const progress = new BuildProgress({ what, expected, say });
  const failures: FailedWay[] = [];
  for (const way of [buildWithInstalledGo, buildWithPypiGo]) {
    const result = await way(programs, dir, { say, progress, signal });
    signal?.throwIfAborted();
    if (typeof result === 'string') return join(result, name);
    failures.push(result);
  }
  throw new Error(
    [
      `${why} ${what}, and no way to build it worked:`,
      ...failures.map(failure => `  - ${failure.way}: ${failure.why}`),
      'It takes Go 1.26 or newer on the PATH, or Python 3 with pip.',
    ].join('\n'),
  );
}
