import { gzipSync } from 'node:zlib';
import type { Manifest } from '@syntasso/plugin-ske-common';
import { compareFiles, readSingleFile } from './writtenFiles';

const pack = (content: string | Buffer) => gzipSync(content).toString('base64');

const work = (
  pipeline: string,
  files: Record<string, string | undefined>,
): Manifest => ({
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'Work',
  metadata: { name: 'w', labels: { 'kratix.io/pipeline-name': pipeline } },
  spec: {
    workloadGroups: [
      {
        directory: '.',
        workloads: Object.entries(files).map(([filepath, content]) => ({
          filepath,
          ...(content === undefined ? {} : { content }),
        })),
      },
    ],
  },
});
const names = { dryRun: 'kratix-dry-run-x-06e9a', resource: 'cache' };

it('says of each file how it changes, by pipeline, under the name of the Resource', async () => {
  const before = [
    work('network', { 'same.yaml': pack('a'), 'old.yaml': pack('old') }),
    work('database', { 'cache.yaml': pack('name: cache, size: small') }),
  ];
  const after = [
    work('network', { 'same.yaml': pack('a'), 'new.yaml': pack('new') }),
    work('database', {
      [`${names.dryRun}.yaml`]: pack(`name: ${names.dryRun}, size: large`),
    }),
  ];
  expect(await compareFiles(before, after, names)).toEqual({
    filesOmitted: 0,
    files: [
      {
        path: 'database/cache.yaml',
        change: 'changed',
        before: 'name: cache, size: small',
        after: 'name: cache, size: large',
      },
      {
        path: 'network/new.yaml',
        change: 'added',
        before: undefined,
        after: 'new',
      },
      {
        path: 'network/old.yaml',
        change: 'removed',
        before: 'old',
        after: undefined,
      },
      {
        path: 'network/same.yaml',
        change: 'unchanged',
      },
    ],
  });
});

it.each([
  ['larger than 256 KiB', pack('x'.repeat(300_000)), 'tooLarge'],
  ['a bomb of a gigabyte', pack(Buffer.alloc(200_000_000)), 'tooLarge'],
  ['no text', pack(Buffer.from([0xff, 0xfe, 0x00])), 'notText'],
  ['not packed', 'plain text', 'unreadable'],
  ['empty', '', 'unreadable'],
  ['not there', undefined, 'unreadable'],
])('leaves out what is %s', async (_, content, omitted) => {
  const { files } = await compareFiles([], [work('p', { f: content })], names);
  expect(files).toEqual([{ path: 'p/f', change: 'added', omitted }]);
});

it('shows 100 files, and no more text than 4 MiB', async () => {
  const large = pack('x'.repeat(200_000));
  const contents = Object.fromEntries(
    Array.from({ length: 120 }, (_, index) => [
      `${String(index).padStart(3, '0')}.txt`,
      large,
    ]),
  );
  const compared = await compareFiles([], [work('p', contents)], names);
  expect(compared.filesOmitted).toBe(20);
  const sizes = compared.files.map(({ after }) => after?.length ?? 0);
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(4 * 1024 ** 2);
  expect(compared.files.at(-1)?.omitted).toBe('noRoomLeft');
});

it.each([
  ['the summary', work('', { 'summary.md': pack('# Dry run') }), '# Dry run'],
  ['none', undefined, undefined],
  ['one without files', work('', {}), undefined],
  ['one that cannot be unpacked', work('', { f: '160' }), undefined],
])('reads the summary of %s', async (_, summary, text) => {
  expect(await readSingleFile(summary)).toBe(text);
});

it('says of what cannot be shown that it stays, where it is the same', async () => {
  const image = work('p', { 'image.png': pack(Buffer.from([0, 1, 2])) });
  const { files } = await compareFiles([image], [image], names);
  expect(files).toEqual([{ path: 'p/image.png', change: 'unchanged' }]);
});

it('shows the one file that changes, however many stay as they are', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 150 }, (_, n) => [`a${n}.yaml`, pack('same')]),
  );
  const { files, filesOmitted } = await compareFiles(
    [work('p', { ...many, 'z.yaml': pack('old') })],
    [work('p', { ...many, 'z.yaml': pack('new') })],
    names,
  );
  expect(filesOmitted).toBe(0);
  expect(files.filter(({ change }) => change !== 'unchanged')).toEqual([
    { path: 'p/z.yaml', change: 'changed', before: 'old', after: 'new' },
  ]);
});
