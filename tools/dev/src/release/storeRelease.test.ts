import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderStore } from './folderStore';
import { GitStore } from './publish/gitStore';
import { storeRelease, type ReleaseStore } from './storeRelease';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ske-store-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const release = (text = 'one') =>
  new Map<string, Uint8Array>([
    ['a/v1/SHA256SUMS', Buffer.from('sums')],
    ['a/v1/release-metadata.json', Buffer.from('{}')],
    ['a/v1/chart.tgz', Buffer.from([0, 255, 1])],
    ['a/v1/x.yaml', Buffer.from(text)],
  ]);

const openGit = async () => {
  const url = join(folder, 'bare.git');
  execFileSync('git', ['init', '--quiet', '--bare', url]);
  return (prefix = 'storage') =>
    GitStore.open({ url, branch: 'releases', prefix, message: 'Add v1' });
};

const stores: [string, () => Promise<() => Promise<ReleaseStore>>][] = [
  ['a folder', async () => async () => folderStore(folder)],
  [
    'a branch of a repository',
    async () => {
      const open = await openGit();
      return () => open();
    },
  ],
];

describe.each(stores)('in %s', (_name, prepare) => {
  it('writes what is not there, and nothing the second time', async () => {
    const open = await prepare();
    const first = await storeRelease(release(), await open());
    expect(first.written).toEqual([
      'a/v1/chart.tgz',
      'a/v1/x.yaml',
      // Whoever sees these two sees a whole release.
      'a/v1/release-metadata.json',
      'a/v1/SHA256SUMS',
    ]);
    const second = await storeRelease(release(), await open());
    expect(second.written).toEqual([]);
    expect(second.unchanged).toHaveLength(4);
  });

  it('does not change a release, unless it is told to', async () => {
    const open = await prepare();
    await storeRelease(release(), await open());
    await expect(storeRelease(release('two'), await open())).rejects.toThrow(
      /has this release already, with other content: a\/v1\/x\.yaml\. Nothing was written\./,
    );
    expect((await storeRelease(release(), await open())).written).toEqual([]);
    const replaced = await storeRelease(release('two'), await open(), {
      replace: true,
    });
    expect(replaced.written).toEqual(['a/v1/x.yaml']);
  });
});

describe('GitStore', () => {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', join(folder, 'bare.git'), ...args]).toString();

  it('makes one commit, beside what is there', async () => {
    const open = await openGit();
    await storeRelease(
      new Map([['v1/ske-distribution.yaml', Buffer.from('ske')]]),
      await open('storage/ske'),
    );
    await storeRelease(release(), await open());
    expect(git('log', '--format=%s', 'releases')).toBe('Add v1\nAdd v1\n');
    expect(git('show', 'releases:storage/ske/v1/ske-distribution.yaml')).toBe(
      'ske',
    );
    expect(git('show', 'releases:storage/a/v1/x.yaml')).toBe('one');
  });

  it('says what git says, without the password', async () => {
    const error = await GitStore.open({
      url: `file://me:secret@${folder}/none.git`,
      branch: 'main',
      prefix: '',
      message: '',
    }).then(String, String);
    expect(error).toMatch(/cannot be used: git ls-remote: fatal/);
    expect(error).not.toContain('secret');
  });
});
