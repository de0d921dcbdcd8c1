import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { root } from '../root';

/** Workspaces that the bundle brings itself, by their name in node_modules. */
const BUNDLED: Record<string, string> = {
  app: 'packages/app',
  backend: 'packages/backend',
  '@syntasso/plugin-ske-backend': 'plugins/ske-backend',
  '@syntasso/plugin-ske-common': 'plugins/ske-common',
  '@syntasso/plugin-ske-node': 'plugins/ske-node',
};

const dist = join(root, 'packages', 'backend', 'dist');
const bundle = join(dist, 'bundle.tar.gz');
/** The app is not in the bundle: the backend finds it by its package in node_modules. */
const app = join(root, 'packages', 'app', 'dist', 'index.html');

/** Whether backend and app are built; `npm start` removes the app's build. */
export const isBuilt = (): boolean => [bundle, app].every(existsSync);

/**
 * Unpacks the backend that `yarn build:all` has built, as a container image does, and
 * links the packages that are installed here instead of installing them again.
 *
 * @throws Error when nothing was built.
 */
export function unpackBuild(folder: string): void {
  if (!isBuilt()) {
    throw new Error('There is no production build. Make one: yarn build:all');
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const archive of [join(dist, 'skeleton.tar.gz'), bundle]) {
    execFileSync('tar', ['-xzf', archive, '-C', folder]);
  }
  linkPackages(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const [name, path] of Object.entries(BUNDLED)) {
    const link = join(folder, 'node_modules', name);
    rmSync(link, { recursive: true, force: true });
    symlinkSync(join(folder, path), link);
    // Packages that a workspace has in another version than the root.
    const own = join(root, path, 'node_modules');
    if (existsSync(own)) {
      linkPackages(own, join(folder, path, 'node_modules'));
    }
  }
}

/** Links each package of a node_modules folder into another. */
function linkPackages(from: string, to: string) {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (name.startsWith('.')) continue;
    const source = join(from, name);
    if (name.startsWith('@') && !lstatSync(source).isSymbolicLink()) {
      linkPackages(source, join(to, name));
    } else {
      symlinkSync(source, join(to, name));
    }
  }
}
