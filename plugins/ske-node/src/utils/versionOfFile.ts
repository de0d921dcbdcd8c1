import { statSync } from 'node:fs';
import { codeOf } from './httpErrors';

/**
 * Tells one state of a file from another, also where a link leads to another file now;
 * undefined where there is no file.
 *
 * @throws what reading it would throw
 */
export function versionOfFile(file: string): string | undefined {
  try {
    const { ino, mtimeMs, size } = statSync(file);
    return `${ino} ${mtimeMs} ${size}`;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
