import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root as repository } from '../root';

/** Files and folders that the app's bundle is made of. */
export const APP_SOURCES = [
  'app-config.yaml',
  'package.json',
  'yarn.lock',
  'tsconfig.json',
  'packages/app/package.json',
  'packages/app/public',
  'packages/app/src',
  'plugins/ske-common/package.json',
  'plugins/ske-common/src',
  'plugins/ske-frontend/package.json',
  'plugins/ske-frontend/src',
];

/** A hash of the names and contents of the app's sources. */
export function hashSources(
  root: string = repository,
  sources: string[] = APP_SOURCES,
): string {
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
