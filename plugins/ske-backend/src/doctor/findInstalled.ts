import { existsSync, readdirSync, realpathSync, type Dirent } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { asText } from '@syntasso/plugin-ske-common';
import { readJson } from './readJson';

/** A copy of a package. */
export interface InstalledPackage {
  name: string;
  version: string;
  /** From the root of the app. */
  path: string;
}

/** The root of the app that a folder is in: where its workspaces are named. */
export function findRoot(folder: string): string {
  const findAbove = (current: string): string | undefined => {
    const hasWorkspaces =
      readJson(join(current, 'package.json'), 'workspaces') !== undefined;
    if (hasWorkspaces) return current;
    const parent = dirname(current);
    return parent === current ? undefined : findAbove(parent);
  };
  return findAbove(folder) ?? folder;
}

/** All copies of some packages that are installed in an app, each once. */
export function findInstalled(
  root: string,
  names: readonly string[],
): InstalledPackage[] {
  const found = new Map<string, InstalledPackage>();
  for (const modules of findModules(root)) {
    for (const name of names) {
      const folder = join(modules, name);
      const version = asText(readJson(join(folder, 'package.json'), 'version'));
      if (version === undefined) continue;
      const path = relative(root, realpathSync(folder));
      if (!found.has(path)) found.set(path, { name, version, path });
    }
  }
  return [...found.values()];
}

/** Each folder `node_modules` of the root, of its workspaces, and of packages in them. */
function findModules(root: string): string[] {
  return [root, ...findWorkspaces(root)]
    .map(folder => join(folder, 'node_modules'))
    .flatMap(withNested);
}

function withNested(modules: string): string[] {
  if (!existsSync(modules)) return [];
  const packages = foldersIn(modules).flatMap(folder =>
    folder.name.startsWith('@')
      ? foldersIn(join(modules, folder.name)).map(({ name }) =>
          join(modules, folder.name, name),
        )
      : [join(modules, folder.name)],
  );
  return [
    modules,
    ...packages.flatMap(folder => withNested(join(folder, 'node_modules'))),
  ];
}

/** Folders, without links (workspaces, which are looked at by themselves) and hidden ones. */
function foldersIn(folder: string): Dirent[] {
  return readdirSync(folder, { withFileTypes: true }).filter(
    entry => entry.isDirectory() && !entry.name.startsWith('.'),
  );
}

/** Patterns of workspaces end in `/*`, or name one folder. */
function findWorkspaces(root: string): string[] {
  const file = join(root, 'package.json');
  const workspaces =
    readJson(file, 'workspaces', 'packages') ?? readJson(file, 'workspaces');
  if (!Array.isArray(workspaces)) return [];
  return workspaces.flatMap(pattern => {
    const text = asText(pattern) ?? '';
    const folder = join(root, text.replace(/\/\*{1,2}$/, ''));
    if (!existsSync(folder)) return [];
    return text.endsWith('*')
      ? foldersIn(folder).map(({ name }) => join(folder, name))
      : [folder];
  });
}
