import { existsSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Config } from '@backstage/config';
import { asText } from '@syntasso/plugin-ske-common';
import type { InstalledPackage } from './findInstalled';
import { readJson } from './readJson';

/** What Red Hat's tool adds to the name of a package. */
const SUFFIX = /-dynamic$/;

/**
 * The folder that an app loads plugins from at run time, as its backend takes it from
 * app-config: from the root of the app.
 */
export function dynamicFolderOf(
  config: Config,
  root: string,
): string | undefined {
  const folder = config
    .getOptionalConfig('dynamicPlugins')
    ?.getOptionalString('rootDirectory');
  return folder === undefined ? undefined : resolve(root, folder);
}

/**
 * Some packages among the dynamic plugins of an app. What is in the `node_modules` of such a
 * plugin is its own, and shared with nobody, so it is not looked at.
 */
export function findDynamicPlugins(
  folder: string,
  root: string,
  names: readonly string[],
): InstalledPackage[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .flatMap(entry => {
      const file = join(folder, entry, 'package.json');
      const name = asText(readJson(file, 'name'))?.replace(SUFFIX, '');
      const version = asText(readJson(file, 'version'));
      return name !== undefined && version !== undefined && names.includes(name)
        ? [{ name, version, path: relative(root, join(folder, entry)) }]
        : [];
    });
}
