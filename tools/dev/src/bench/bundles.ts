import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { root } from '../root';
import { cacheFolder } from '../start/config';

const OURS = '@syntasso/plugin-ske-frontend';

const folder = join(cacheFolder, 'bench', 'bundles');
const app = join(root, 'packages', 'app');
const dist = join(app, 'dist');

/** Folders of the app's files, built from the same sources. */
export interface Bundles {
  ours: string;
  /** The same without our package: Backstage does not discover it, so nothing imports it. */
  without: string;
}

/**
 * Builds the app with and without our package. The production build, which has to be there,
 * stays as it is; if this is killed meanwhile, `yarn build:all` makes it again.
 *
 * @throws Error when the sources cannot be built; what the bundler says is on the terminal
 */
export function buildBundles(say: (text: string) => void): Bundles {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const kept = join(folder, 'production');
  renameSync(dist, kept);
  try {
    say('Building the app with our package …');
    const ours = buildBundle('with-us', 'all');
    say('Building the app without it …');
    return { ours, without: buildBundle('without-us', { exclude: [OURS] }) };
  } finally {
    rmSync(dist, { recursive: true, force: true });
    renameSync(kept, dist);
  }
}

/** @param packages - `app.packages` of app-config: which of them are discovered */
function buildBundle(name: string, packages: 'all' | { exclude: string[] }) {
  const config = join(folder, `${name}.yaml`);
  writeFileSync(config, stringify({ app: { packages } }));
  execFileSync(
    join(root, 'node_modules', '.bin', 'backstage-cli'),
    [
      ...['package', 'build'],
      ...['--config', join(root, 'app-config.yaml'), '--config', config],
    ],
    { cwd: app, stdio: 'inherit' },
  );
  const bundle = join(folder, name);
  renameSync(dist, bundle);
  return bundle;
}
