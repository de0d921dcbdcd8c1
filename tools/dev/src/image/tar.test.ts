import { gunzipSync } from 'node:zlib';
import { compress, readTar, writeTar, type ArchiveEntry } from './tar';

const file = (path: string, text = path): ArchiveEntry => ({
  path,
  type: 'file',
  content: Buffer.from(text),
});

it('writes the same bytes whatever the order of entries', async () => {
  const entries = [file('b/c'), file('a'), file('b/a')];
  const written = await writeTar(entries);
  expect(written.equals(await writeTar([...entries].reverse()))).toBe(true);
});

it('reads what it has written, with folders before what is in them', async () => {
  const long = `${'folder/'.repeat(30)}file`;
  const read = await readTar(
    await writeTar([
      { path: 'home/me', type: 'folder', mode: 0o700, owner: 65532 },
      { path: 'lib/link', type: 'link', target: '../a' },
      { ...file('bin/run'), mode: 0o755 } as ArchiveEntry,
      file(long, 'deep'),
    ]),
  );
  const paths = read.map(({ path }) => path);
  expect(paths.slice(0, 2)).toEqual(['bin', 'bin/run']);
  expect(paths.slice(-4)).toEqual(['home', 'home/me', 'lib', 'lib/link']);
  expect(read).toContainEqual({
    path: 'home/me',
    type: 'folder',
    mode: 0o700,
    owner: 65532,
  });
  expect(read).toContainEqual({
    path: 'lib/link',
    type: 'link',
    target: '../a',
  });
  expect(read).toContainEqual({
    path: 'bin/run',
    type: 'file',
    mode: 0o755,
    content: Buffer.from('bin/run'),
  });
  expect(read).toContainEqual(expect.objectContaining({ path: long }));
});

it('refuses two entries with one path', async () => {
  await expect(writeTar([file('a'), file('a')])).rejects.toThrow(
    'Two entries of an archive are a.',
  );
});

it('compresses without a time', () => {
  const compressed = compress(Buffer.from('some text'));
  expect(gunzipSync(compressed).toString()).toBe('some text');
  expect(compressed.subarray(4, 8)).toEqual(Buffer.alloc(4));
});
