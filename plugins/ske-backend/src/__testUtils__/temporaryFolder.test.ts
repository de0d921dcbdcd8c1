import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newTask } from './actions';
import { makeTemporaryFolder, removeTemporaryFolders } from './temporaryFolder';

it('leaves no folder behind, also none of a task', () => {
  const folders = [makeTemporaryFolder('test'), newTask().workspacePath];
  for (const folder of folders) writeFileSync(join(folder, 'file'), 'text');
  removeTemporaryFolders();
  expect(folders.map(folder => existsSync(folder))).toEqual([false, false]);
});
