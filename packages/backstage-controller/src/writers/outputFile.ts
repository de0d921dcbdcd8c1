import { InputError } from '@backstage/errors';
import { CATALOG_INFO } from '@syntasso/plugin-ske-common';
import { isSafePath } from '@syntasso/plugin-ske-node';

/** A folder of the configuration, without slashes around it. */
export const cleanFolder = (folder: string): string =>
  folder
    .split('/')
    .filter(segment => segment !== '' && segment !== '.')
    .join('/');

/**
 * The path of an output's file in a repository or a bucket.
 *
 * @throws InputError for a path that would be outside of the folder.
 */
export function outputFile(folder: string, path: string): string {
  const file = [folder, path].filter(Boolean).join('/');
  if (isSafePath(file)) return file;
  throw new InputError(
    `"${file.slice(
      0,
      200,
    )}" is no path to write entities to. Correct output.path, and the path of the portal's Destination: folders with "/" between them, without "..".`,
  );
}

/** Whether a file may be an output: others of the same place are not read. */
export const isCatalogInfo = (path: string): boolean =>
  path === CATALOG_INFO || path.endsWith(`/${CATALOG_INFO}`);
