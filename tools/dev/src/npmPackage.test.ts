import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureNpmPackage } from './npmPackage.cjs';

const TOOL = {
  name: '@backstage/create-app',
  version: '1.2.3',
  overrides: { 'node-fetch': '2.7.0' },
};

let cache: string;
let said: string;

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'npm-package-'));
  said = '';
  jest.spyOn(process.stdout, 'write').mockImplementation(text => {
    said += text;
    return true;
  });
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(cache, { recursive: true, force: true });
});

/** Does as npm does. */
async function installTool(_args: string[], cwd: string) {
  const folder = join(cwd, 'node_modules', '@backstage', 'create-app');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{}');
}

it('installs a package once, with the versions for others', async () => {
  const run = jest.fn(installTool);
  const home = join(cache, 'npm', '@backstage+create-app@1.2.3');
  const folder = join(home, 'node_modules', '@backstage', 'create-app');
  for (let time = 0; time < 2; time += 1) {
    expect(await ensureNpmPackage(TOOL, { cache, run })).toBe(folder);
  }
  expect(run.mock.calls).toEqual([
    [
      ['install', '--no-audit', '--no-fund', '@backstage/create-app@1.2.3'],
      home,
    ],
  ]);
  expect(readFileSync(join(home, 'package.json'), 'utf8')).toBe(
    '{"private":true,"overrides":{"node-fetch":"2.7.0"}}',
  );
  expect(said).toBe('[ske] Fetching @backstage/create-app@1.2.3 from npm …\n');
});

it.each([
  [undefined, 'Check that npm reaches its registry (npm ping).'],
  ['Install Node 22 yourself.', 'Install Node 22 yourself.'],
])('says which package npm cannot install, and %s', async (help, remedy) => {
  const run = async () => {
    throw Object.assign(new Error('Command failed'), {
      stderr: 'npm ERR! 404',
    });
  };
  await expect(
    ensureNpmPackage({ ...TOOL, help }, { cache, run }),
  ).rejects.toThrow(
    `Could not install @backstage/create-app@1.2.3 from npm. ${remedy}\nnpm ERR! 404`,
  );
});

it('tries again after a failure', async () => {
  const run = jest.fn(installTool).mockRejectedValueOnce(new Error('offline'));
  await expect(ensureNpmPackage(TOOL, { cache, run })).rejects.toThrow(
    'offline',
  );
  await expect(ensureNpmPackage(TOOL, { cache, run })).resolves.toContain(
    'create-app',
  );
  expect(run).toHaveBeenCalledTimes(2);
});
