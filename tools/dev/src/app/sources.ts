import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root as repository } from '../root';

/** The app of this repository, and its app of the legacy frontend system. */
export type AppName = 'app' | 'app-legacy';

/** Configuration that an app may have; the last one wins. */
const configFilesOf = (app: AppName) => [
  'app-config.yaml',
  `packages/${app}/app-config.yaml`,
];

/** The configuration that an app is bundled with; the last one wins. */
export const configsOf = (app: AppName): string[] =>
  configFilesOf(app)
    .map(file => join(repository, file))
    .filter(existsSync);

/** Files and folders that an app's bundle is made of. */
export const sourcesOf = (app: AppName): string[] => [
  ...configFilesOf(app),
  'package.json',
  'yarn.lock',
  'tsconfig.json',
  `packages/${app}/package.json`,
  `packages/${app}/public`,
  `packages/${app}/src`,
  'plugins/ske-common/package.json',
  'plugins/ske-common/src',
  'plugins/ske-frontend/package.json',
  'plugins/ske-frontend/src',
];

/** A hash of the names and contents of sources. */
export function hashSources(sources: string[], root = repository): string {
  const hash = createHash('sha256');
  for (const file of sources.flatMap(source => filesOf(join(root, source)))) {
    hash.update(`${relative(root, file)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}

function filesOf(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap(name => filesOf(join(path, name)));
}
