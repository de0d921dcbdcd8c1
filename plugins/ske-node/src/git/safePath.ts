import { InputError } from '@backstage/errors';

/**
 * A path inside the repository, checked.
 *
 * @throws InputError when it would leave the folder it belongs to, or would be
 * one of Git's own.
 */
export function safePath(path: string): string {
  const segments = path.split('/');
  const bad = segments.find(
    segment =>
      segment === '' ||
      segment === '.' ||
      segment === '..' ||
      /^\.git$/i.test(segment) ||
      // eslint-disable-next-line no-control-regex
      /[\u0000-\u001f\\:]/.test(segment),
  );
  if (bad === undefined) return path;
  throw new InputError(
    `"${path.slice(
      0,
      200,
    )}" is no path inside the repository. Give folders and a file name with "/" between them, without "..".`,
  );
}
