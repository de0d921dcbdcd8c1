import { statSync } from 'node:fs';
import { codeOf } from './httpErrors';

/**
 * A text that differs when a file has changed, also when a link leads to another file;
 * undefined if there is no file.
 *
 * @throws any other error of the file system
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
