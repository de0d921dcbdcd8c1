import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders: string[] = [];

/** A folder of its own, which is removed after the last test of the file. */
export function makeTemporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `ske-${name}-`));
  folders.push(folder);
  return folder;
}

export function removeTemporaryFolders() {
  for (const folder of folders.splice(0)) {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

// When it is imported: while a test runs no hook can be added any more.
afterAll(removeTemporaryFolders);
