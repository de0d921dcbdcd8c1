import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { asText, at } from '@syntasso/plugin-ske-common';

const NAME = '@syntasso/plugin-ske-backend';

/** Red Hat's tool gives a dynamic plugin another name. */
const NAMES = [NAME, `${NAME}-dynamic`];

/**
 * Where a file of this package is that is no code of its own, such as a migration.
 *
 * It is looked for from this file. Backstage's own function looks in `node_modules`, where a
 * dynamic plugin is not: outside of a backend that loads it, such as in the doctor, it fails.
 */
export function packagePath(...path: string[]): string {
  const folder = findOwnFolder(dirname(__filename));
  // Tests run a bundle that is elsewhere.
  return folder ? join(folder, ...path) : resolvePackagePath(NAME, ...path);
}

/** The package that a folder is in, if it is this one. */
export function findOwnFolder(folder: string): string | undefined {
  const file = join(folder, 'package.json');
  if (existsSync(file)) {
    const name = asText(at(JSON.parse(readFileSync(file, 'utf8')), 'name'));
    return name !== undefined && NAMES.includes(name) ? folder : undefined;
  }
  const parent = dirname(folder);
  return parent === folder ? undefined : findOwnFolder(parent);
}
