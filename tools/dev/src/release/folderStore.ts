import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { sha256 } from './releaseTree';
import type { ReleaseStore } from './storeRelease';

/** A folder that has releases. */
export const folderStore = (folder: string): ReleaseStore => ({
  where: folder,
  async digest(path) {
    const file = join(folder, path);
    return existsSync(file) ? sha256(readFileSync(file)) : undefined;
  },
  async put(files) {
    for (const [path, content] of files) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      // In one step: half a file would be taken for another release.
      writeFileSync(`${file}.new`, content);
      renameSync(`${file}.new`, file);
    }
  },
});
