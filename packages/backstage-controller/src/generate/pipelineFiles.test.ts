import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readIfThere, replaceAll } from './pipelineFiles';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ske-pipeline-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const fileWith = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

it('replaces files', async () => {
  const path = fileWith('a.yaml', 'a: 1\n');
  await replaceAll([{ path, before: 'a: 1\n', after: 'a: 2\n' }]);
  expect(readFileSync(path, 'utf8')).toBe('a: 2\n');
});

it('puts files back when another one cannot be written', async () => {
  const path = fileWith('a.yaml', 'a: 1\n');
  const gone = join(folder, 'gone', 'b.yaml');
  await expect(
    replaceAll([
      { path, before: 'a: 1\n', after: 'a: 2\n' },
      { path: gone, before: '', after: 'b: 1\n' },
    ]),
  ).rejects.toThrow('ENOENT');
  expect(readFileSync(path, 'utf8')).toBe('a: 1\n');
});

it('tells a file that is not there from one that cannot be read', async () => {
  expect(await readIfThere(join(folder, 'a.yaml'))).toBeUndefined();
  await expect(readIfThere(folder)).rejects.toThrow(
    `${folder} cannot be read: EISDIR.`,
  );
});
