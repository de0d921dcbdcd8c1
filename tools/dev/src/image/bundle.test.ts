import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../root';
import { bundleProgram, CONTROLLER_ENTRY } from './bundle';
import { licenseTexts } from './licenses';

jest.setTimeout(120_000);
const run = promisify(execFile);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ske-bundle-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a program where there are no packages to load. */
async function runAlone(code: Uint8Array, ...args: string[]) {
  const file = join(folder, 'main.cjs');
  writeFileSync(file, code);
  return run(process.execPath, ['--no-warnings', file, ...args], {
    cwd: folder,
    env: {},
  });
}

it('has the Kubernetes library in it, and says which others it has not', async () => {
  const entry = join(folder, 'entry.ts');
  writeFileSync(
    entry,
    `import { loadPackage } from ${JSON.stringify(
      join(root, 'plugins/ske-node/src/utils/loadPackage'),
    )};
const { KubeConfig } = loadPackage('@kubernetes/client-node', 'clusters') as { KubeConfig: new () => { getContexts(): object } };
console.log(new KubeConfig().getContexts());
try {
  loadPackage('gitea-js', 'pull requests at git.example.org');
} catch (error) {
  console.log((error as Error).message);
}
`,
  );
  const { code, packages } = await bundleProgram(entry);
  const { stdout } = await runAlone(code);
  expect(stdout).toBe(`[]
The package gitea-js, which is for pull requests at git.example.org, is not part of this program.
`);
  expect(packages).toContainEqual(
    expect.objectContaining({
      name: '@kubernetes/client-node',
      license: 'Apache-2.0',
      version: expect.stringMatching(/^1\./),
    }),
  );
});

describe('of the controller', () => {
  it('leaves out what the controller does not use', async () => {
    const { code, packages } = await bundleProgram(CONTROLLER_ENTRY);
    // All kinds of the Kubernetes library alone are 14 MB.
    expect(code.length).toBeLessThan(8_000_000);
    const names = packages.map(({ name }) => name);
    expect(names).toContain('isomorphic-git');
    expect(names.filter(name => /octokit|gitbeaker|gitea/.test(name))).toEqual(
      [],
    );
  });

  it('is the same each time, and does not say where it was built', async () => {
    const { code } = await bundleProgram(CONTROLLER_ENTRY);
    const again = await bundleProgram(CONTROLLER_ENTRY);
    expect(Buffer.compare(code, again.code)).toBe(0);
    expect(Buffer.from(code).includes(root)).toBe(false);
  });

  it('is ASCII: Node would keep it in twice the memory', async () => {
    const { code } = await bundleProgram(CONTROLLER_ENTRY);
    expect(code.every(byte => byte < 0x80)).toBe(true);
    expect(code.length).toBeLessThan(5_500_000);
  });

  it('starts without a single package beside it', async () => {
    const { code } = await bundleProgram(CONTROLLER_ENTRY);
    const started = runAlone(code, '--config', join(folder, 'none.yaml'));
    await expect(started).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Cannot read the configuration'),
    });
  });

  it('comes with the licenses of what is in it', async () => {
    const { packages } = await bundleProgram(CONTROLLER_ENTRY);
    expect(packages.filter(({ license }) => !license)).toEqual([]);
    expect(licenseTexts(packages)).toContain('@kubernetes/client-node 1.');
  });
});
