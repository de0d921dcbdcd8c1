import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimFolder } from './folder';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ske-folder-'));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(root, { recursive: true, force: true });
});

const URL_OF_ONE = 'https://example.org/a.git';

it('makes folders that only this account can read', async () => {
  const parent = join(root, 'clones');
  const { folder, release } = await claimFolder(parent, URL_OF_ONE);
  for (const made of [parent, folder]) {
    expect(statSync(made).mode.toString(8)).toMatch(/700$/);
  }
  await release();
});

it('closes a folder of its own that others could read', async () => {
  const parent = join(root, 'clones');
  mkdirSync(parent);
  chmodSync(parent, 0o777);
  const { release } = await claimFolder(parent, URL_OF_ONE);
  expect(statSync(parent).mode.toString(8)).toMatch(/700$/);
  await release();
});

it('takes no folder that is a link', async () => {
  const elsewhere = join(root, 'elsewhere');
  mkdirSync(elsewhere);
  const parent = join(root, 'clones');
  symlinkSync(elsewhere, parent);
  await expect(claimFolder(parent, URL_OF_ONE)).rejects.toThrow(
    `${parent} belongs to another account, or is a link`,
  );
});

it('takes no folder of another account', async () => {
  const parent = join(root, 'clones');
  mkdirSync(parent);
  // Only root could give it to somebody else; anybody can be somebody else.
  jest.spyOn(process, 'getuid').mockReturnValue(statSync(parent).uid + 1);
  await expect(claimFolder(parent, URL_OF_ONE)).rejects.toThrow(
    'backend.workingDirectory',
  );
});
