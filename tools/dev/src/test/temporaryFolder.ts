import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for all temporary files of one run of tests, also of tests that were killed. */
export interface TemporaryFolder {
  /** Has `os.tmpdir()` name the folder, in Node on any system. */
  env: { TMPDIR: string; TEMP: string; TMP: string };
  /** Removes it with all that is in it; a second time does nothing. */
  remove(): void;
}

export function makeTemporaryFolder(): TemporaryFolder {
  const folder = mkdtempSync(join(tmpdir(), 'ske-test-'));
  return {
    env: { TMPDIR: folder, TEMP: folder, TMP: folder },
    remove: () =>
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}
