import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { RunCommand } from '../commands';
import type { BuildProgress, ExpectedTimes } from './BuildProgress';

/** Prints a line about what is going on. */
export type Say = (text: string) => void;

/** A way to get programs that did not work, and why. */
export interface FailedWay {
  way: string;
  why: string;
}

/** Programs that are built from a Go module of `tools/testbed`. */
export interface GoPrograms {
  /** What they are, as the beginning of a sentence. */
  what: string;
  /** Folder of the module in `tools/testbed`. */
  module: string;
  /** Go package of each program, by the name of its binary. */
  programs: Record<string, string>;
  expected: ExpectedTimes;
  tags?: string;
  cgo?: boolean;
  /** Adds what else the programs need to their folder; says why where it cannot. */
  addFiles?: (tools: GoTools, out: string) => Promise<FailedWay | undefined>;
}

/** How to run Go in a module. */
export interface GoTools {
  go: string;
  cwd: string;
  env: NodeJS.ProcessEnv;
}

/** Who is told of a build, and who may end it. */
export interface BuildContext {
  say: Say;
  progress: BuildProgress;
  signal?: AbortSignal;
  /** Default: the real one. */
  run?: RunCommand;
}

/** The folder for what was downloaded or built. */
export function cacheRoot(): string {
  return (
    process.env.SKE_CACHE_DIR ??
    join(
      process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
      'ske-backstage',
    )
  );
}

/** Folder of a module of `tools/testbed`. */
export const moduleFolder = (name: string) =>
  join(dirname(require.resolve('@internal/testbed/package.json')), name);

/** The folder for the programs of a module; another one when their versions change. */
export function programsFolder(module: string): string {
  const fingerprint = createHash('sha256')
    .update(readFileSync(join(moduleFolder(module), 'go.sum')))
    .digest('hex')
    .slice(0, 12);
  return join(
    cacheRoot(),
    module,
    `${process.platform}-${process.arch}-${fingerprint}`,
  );
}

/** The names of the programs that a folder lacks. */
export const missingPrograms = (dir: string, names: string[]): string[] =>
  names.filter(name => !existsSync(join(dir, name)));

/** The last line of what a program wrote. */
export const lastLine = (output: string) =>
  output.trim().split('\n').pop()?.slice(0, 300) ?? 'no output';
