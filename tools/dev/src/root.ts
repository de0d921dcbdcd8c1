import { dirname, join } from 'node:path';

/** The repository's folder. */
export const root = join(
  dirname(require.resolve('@internal/dev/package.json')),
  '..',
  '..',
);
