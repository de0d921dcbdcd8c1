import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '@internal/testbed';
import type { Processes } from '../processes';
import { root } from '../root';
import { PUBLISHED } from './packPlugins';
import { runWith } from './runIn';

/** A folder that a host loads at run time. */
export interface DynamicPlugin {
  /** Of the package. */
  name: string;
  folder: string;
  /** Size of its files. */
  bytes: number;
}

/**
 * Makes a folder of each published package, which a host loads without having it in a
 * `package.json`: of the frontend a module federation remote, of the backend its code with
 * the packages that it needs.
 *
 * @param out - the folder that will have both; made where it is missing
 * @throws Error that names the command that failed; its output is on the terminal
 */
export async function packDynamic(
  processes: Processes,
  out: string,
): Promise<DynamicPlugin[]> {
  const run = runWith(processes, await environment());
  const plugins: DynamicPlugin[] = [];
  for (const published of PUBLISHED) {
    const source = join(root, 'plugins', published);
    const name = `@syntasso/plugin-${published}`;
    const folder = join(out, bundleName(name));
    await run(source, 'backstage-cli', [
      ...['package', 'bundle', '--clean', '--output-destination', out],
      // It would load the plugin by itself, which needs packages of the host.
      '--no-install',
    ]);
    if (existsSync(join(folder, 'yarn.lock'))) {
      await run(folder, 'yarn', ['install', '--immutable']);
    }
    tidy(folder);
    plugins.push({ name, folder, bytes: sizeOf(folder) });
  }
  return plugins;
}

/** The name that the Backstage CLI gives the folder of a package. */
export const bundleName = (packageName: string) =>
  packageName.replace(/^@/, '').replace('/', '-');

/** Removes what a host does not need: source maps, and what a build leaves behind. */
export function tidy(folder: string): void {
  for (const name of ['.yarn', '.gitignore', '.bundle-output']) {
    rmSync(join(folder, name), { recursive: true, force: true });
  }
  for (const file of filesIn(folder)) {
    if (file.endsWith('.map')) rmSync(file);
  }
}

async function environment(): Promise<NodeJS.ProcessEnv> {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    FORCE_COLOR: '0',
    // The Backstage CLI asks Yarn for a path and would take colours for a part of it.
    YARN_ENABLE_COLORS: 'false',
    YARN_ENABLE_PROGRESS_BARS: '0',
  };
  if (env.YARN_NPM_REGISTRY_SERVER) return env;
  const registry = await runCommand('npm', ['config', 'get', 'registry'], {
    cwd: root,
  });
  return {
    ...env,
    YARN_NPM_REGISTRY_SERVER: registry.output.trim().replace(/\/$/, ''),
  };
}

const filesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true, recursive: true })
        .filter(entry => entry.isFile())
        .map(entry => join(entry.parentPath, entry.name))
    : [];

const sizeOf = (folder: string) =>
  filesIn(folder).reduce((sum, file) => sum + statSync(file).size, 0);
