import { createHash } from 'node:crypto';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '@internal/testbed';
import { baseLockFile, readBaseLock, type BaseLock } from './baseLock';

/** Writes a lock with the newest versions of the same packages that npm and apt have. */
export async function updateBase(): Promise<BaseLock> {
  const { node, debian, ...others } = readBaseLock();
  const [major] = node.version.split('.');
  const versions = JSON.parse(
    await ask('npm', ['view', `${node.package}@${major}`, 'version', '--json']),
  ) as string | string[];
  const version = [versions].flat().sort(byNumbers).at(-1)!;
  const integrity = (
    await ask('npm', ['view', `${node.package}@${version}`, 'dist.integrity'])
  ).trim();
  const dir = mkdtempSync(join(tmpdir(), 'ske-base-'));
  try {
    await ask(
      'apt-get',
      ['download', ...debian.packages.map(({ name }) => name)],
      dir,
    );
    const packages = [];
    for (const file of readdirSync(dir).sort()) {
      const field = async (name: string) =>
        (await ask('dpkg-deb', ['--field', join(dir, file), name])).trim();
      packages.push({
        name: await field('Package'),
        version: await field('Version'),
        architecture: await field('Architecture'),
        sha256: createHash('sha256')
          .update(readFileSync(join(dir, file)))
          .digest('hex'),
      });
    }
    const lock: BaseLock = {
      ...others,
      node: { ...node, version, integrity },
      debian: { ...debian, packages },
    };
    writeFileSync(baseLockFile, `${JSON.stringify(lock, undefined, 2)}\n`);
    return lock;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const byNumbers = (a: string, b: string) =>
  a.localeCompare(b, 'en', { numeric: true });

async function ask(command: string, args: string[], cwd?: string) {
  const { code, output } = await runCommand(command, args, { cwd });
  if (code === 0) return output;
  throw new Error(
    `${[command, ...args].join(' ')} failed: ${output
      .trim()
      .split('\n')
      .pop()}`,
  );
}
