import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Processes } from '../processes';
import { root } from '../root';

/** A program of npm that only these tests need: it is fetched when they run. */
export interface NpmTool {
  name: string;
  version: string;
  /** The file that Node runs, relative to the package. */
  file: string;
  /** Versions for packages that it depends on, as `overrides` in package.json. */
  overrides?: object;
}

const folder = join(root, '.cache', 'npm-tools');

/**
 * Installs a program once.
 *
 * @returns the path of the file that Node runs
 * @throws Error that names the package, when npm cannot install it
 */
export async function ensureNpmTool(
  processes: Processes,
  { name, version, file, overrides = {} }: NpmTool,
): Promise<string> {
  const home = join(folder, `${name.replace('/', '+')}@${version}`);
  const installed = join(home, 'node_modules', name, file);
  if (existsSync(installed)) return installed;
  mkdirSync(home, { recursive: true });
  writeFileSync(
    join(home, 'package.json'),
    JSON.stringify({ private: true, overrides }),
  );
  const code = await processes.run({
    name: `npm install ${name}`,
    command: 'npm',
    args: ['install', '--no-audit', '--no-fund', `${name}@${version}`],
    cwd: home,
    env: process.env,
  });
  if (code !== 0) {
    throw new Error(`npm could not install ${name}@${version} in ${home}.`);
  }
  return installed;
}
