import { InputError } from '@backstage/errors';

/**
 * Whether a path stays inside of the repository, and is none of Git's own.
 *
 * @public
 */
export const isSafePath = (path: string): boolean =>
  path.split('/').every(
    segment =>
      segment !== '' &&
      segment !== '.' &&
      segment !== '..' &&
      !/^\.git$/i.test(segment) &&
      // eslint-disable-next-line no-control-regex
      !/[\u0000-\u001f\\:]/.test(segment),
  );

/**
 * A path inside the repository, checked.
 *
 * @throws InputError when it would leave the folder it belongs to, or would be
 * one of Git's own.
 */
export function safePath(path: string): string {
  if (isSafePath(path)) return path;
  throw new InputError(
    `"${path.slice(
      0,
      200,
    )}" is no path inside the repository. Give folders and a file name with "/" between them, without "..".`,
  );
}
