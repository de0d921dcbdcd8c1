import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** A package whose code is built into those that are published. */
export interface InlinedPackage {
  name: string;
  /** Relative to the root of the repository. */
  folder: string;
}

/** The inlined packages among those below `plugins`. */
export function inlinedPackages(root: string): InlinedPackage[] {
  return readdirSync(join(root, 'plugins')).flatMap(folder => {
    const { name, backstage } = JSON.parse(
      readFileSync(join(root, 'plugins', folder, 'package.json'), 'utf8'),
    ) as { name: string; backstage?: { inline?: boolean } };
    return backstage?.inline ? [{ name, folder: `plugins/${folder}` }] : [];
  });
}

/**
 * Lets the declarations that `tsc` has written import those of inlined packages by their
 * path. By their name, the builder of `.d.ts` files would find TypeScript sources, to which
 * `package.json` points, and write them down as declarations.
 *
 * @param declarations - folder that mirrors the repository, as `dist-types`
 */
export function linkDeclarations(
  declarations: string,
  inlined: InlinedPackage[],
): void {
  const files = readdirSync(join(declarations, 'plugins'), {
    recursive: true,
    encoding: 'utf8',
  }).filter(name => name.endsWith('.d.ts'));
  for (const name of files) {
    const file = join(declarations, 'plugins', name);
    const text = readFileSync(file, 'utf8');
    const linked = inlined.reduce((all, { name: imported, folder }) => {
      const path = relative(
        dirname(file),
        join(declarations, folder, 'src', 'index'),
      ).replaceAll('\\', '/');
      const target = path.startsWith('.') ? path : `./${path}`;
      return all
        .replaceAll(`'${imported}'`, `'${target}'`)
        .replaceAll(`"${imported}"`, `"${target}"`);
    }, text);
    if (linked !== text) writeFileSync(file, linked);
  }
}
