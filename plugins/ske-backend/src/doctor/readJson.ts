import { existsSync, readFileSync } from 'node:fs';
import { ForwardedError } from '@backstage/errors';
import { at } from '@syntasso/plugin-ske-common';

/**
 * A value in a file of JSON; undefined where the file or the value is missing.
 *
 * @throws ForwardedError that names the file that cannot be read
 */
export function readJson(file: string, ...path: string[]) {
  if (!existsSync(file)) return undefined;
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ForwardedError(`${file} cannot be read`, error);
  }
  return at(content, ...path);
}
