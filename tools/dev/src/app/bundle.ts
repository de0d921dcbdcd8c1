import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Processes } from '../processes';
import { root } from '../root';
import { configsOf, hashSources, sourcesOf, type AppName } from './sources';

/**
 * Bundles an app, unless an earlier start has bundled the same sources: bundling
 * takes most of the time of a start.
 *
 * @param folder - where the bundle is kept for the next start.
 * @returns folder of the bundle's files.
 * @throws Error when the sources cannot be bundled.
 */
export async function bundleApp(
  name: AppName,
  folder: string,
  processes: Processes,
  say: (text: string) => void,
): Promise<string> {
  const bundle = join(folder, hashSources(sourcesOf(name)));
  if (existsSync(join(bundle, 'index.html'))) return bundle;
  say('Bundling the app (later starts use the same bundle) …');
  const app = join(root, 'packages', name);
  const log = join(root, '.cache', 'start', 'app.log');
  const code = await processes.run(
    {
      name: 'bundler',
      command: join(root, 'node_modules', '.bin', 'backstage-cli'),
      args: [
        ...['package', 'build'],
        ...configsOf(name).flatMap(file => ['--config', file]),
      ],
      cwd: app,
      env: { ...process.env, FORCE_COLOR: '0' },
    },
    log,
  );
  if (code !== 0) {
    throw new Error(`The app cannot be bundled. What the bundler says: ${log}`);
  }
  // Renamed when it is complete: the next start looks for this name.
  mkdirSync(folder, { recursive: true });
  readdirSync(folder).forEach(old =>
    rmSync(join(folder, old), { recursive: true }),
  );
  renameSync(join(app, 'dist'), bundle);
  return bundle;
}
