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
import { hashSources } from './sources';

/** Folder of the bundle kept for the sources as they are now. */
const keptIn = (folder: string) => join(folder, hashSources());

/**
 * The app, bundled: what an earlier start kept, or else a new bundle, kept for
 * the next one. Bundling takes most of a start, and the sources of somebody who
 * only looks never change.
 *
 * @param folder - where bundles are kept; one at a time.
 * @returns folder of the bundle's files.
 * @throws Error when the sources cannot be bundled.
 */
export async function bundleApp(
  folder: string,
  processes: Processes,
  say: (text: string) => void,
): Promise<string> {
  const kept = keptIn(folder);
  if (existsSync(join(kept, 'index.html'))) return kept;
  say('Bundling the app (later starts use the same bundle) …');
  const app = join(root, 'packages', 'app');
  const log = join(root, '.cache', 'start', 'app.log');
  const code = await processes.run(
    {
      name: 'bundler',
      command: join(root, 'node_modules', '.bin', 'backstage-cli'),
      args: [
        ...['package', 'build'],
        ...['--config', join(root, 'app-config.yaml')],
      ],
      cwd: app,
      env: { ...process.env, FORCE_COLOR: '0' },
    },
    log,
  );
  if (code !== 0) {
    throw new Error(`The app cannot be bundled. What the bundler says: ${log}`);
  }
  // Only a whole bundle gets the name that the next start looks for.
  mkdirSync(folder, { recursive: true });
  readdirSync(folder).forEach(old =>
    rmSync(join(folder, old), { recursive: true }),
  );
  renameSync(join(app, 'dist'), kept);
  return kept;
}
