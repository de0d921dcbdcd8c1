import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand, type RunCommand } from '@internal/testbed';
import type { BaseLock, DebianPackage } from './baseLock';

/** Where files are got from. */
export interface BaseSources {
  /** Keeps what was fetched. */
  cache: string;
  /** A folder that has the files already, for machines that reach no mirror. */
  given?: string;
  /** Default: the real one. */
  run?: RunCommand;
}

/** Paths of the files that a root file system is made of. */
export interface BaseFiles {
  node: string;
  packages: { debian: DebianPackage; file: string }[];
}

/**
 * Gets the files of the lock: from the cache, the given folder, else npm and apt.
 *
 * @throws Error when a file cannot be had, or is not what the lock says.
 */
export async function fetchBase(
  lock: BaseLock,
  sources: BaseSources,
): Promise<BaseFiles> {
  mkdirSync(sources.cache, { recursive: true });
  const { node, debian } = lock;
  const nodeFile = await fetchFile(sources, {
    name: `${node.package}-${node.version}.tgz`,
    digest: node.integrity,
    command: [
      ...['npm', 'pack', '--silent', `${node.package}@${node.version}`],
      ...['--pack-destination', sources.cache],
    ],
    help: 'Check that npm reaches its registry.',
  });
  const packages: BaseFiles['packages'] = [];
  for (const wanted of debian.packages) {
    const file = await fetchFile(sources, {
      name: debName(wanted),
      digest: `sha256-${Buffer.from(wanted.sha256, 'hex').toString('base64')}`,
      command: ['apt-get', 'download', `${wanted.name}=${wanted.version}`],
      help: `It takes apt-get of Debian ${debian.release}. When the mirrors have a newer version only: npm run image:controller -- --update-base, and commit the lock. For the image of an old commit: get the file from https://snapshot.debian.org, and give its folder with --base-files.`,
    });
    packages.push({ debian: wanted, file });
  }
  return { node: nodeFile, packages };
}

/** The name that apt-get gives to a file: a colon of the version would not be one of all systems. */
export const debName = ({ name, version, architecture }: DebianPackage) =>
  `${name}_${version.replace(/:/g, '%3a')}_${architecture}.deb`;

async function fetchFile(
  { cache, given, run = runCommand }: BaseSources,
  wanted: { name: string; digest: string; command: string[]; help: string },
): Promise<string> {
  const { name, digest, help } = wanted;
  const file = join(cache, name);
  const isRight = () => existsSync(file) && digestOf(file, digest) === digest;
  if (isRight()) return file;
  const there = given === undefined ? undefined : join(given, name);
  if (there && existsSync(there)) {
    copyFileSync(there, file);
  } else {
    const [command, ...args] = wanted.command;
    const { code, output } = await run(command, args, { cwd: cache });
    if (code !== 0) {
      const why = output.trim().split('\n').pop();
      throw new Error(`${name} could not be fetched: ${why}. ${help}`);
    }
  }
  if (isRight()) return file;
  throw new Error(
    `${name} is not the file of base.lock.json: its digest is ${
      existsSync(file) ? digestOf(file, digest) : 'that of no file'
    }, and should be ${digest}. ${help}`,
  );
}

/** In the form of another digest: `sha512-…`. */
function digestOf(file: string, like: string): string {
  const [algorithm] = like.split('-');
  const hash = createHash(algorithm).update(readFileSync(file));
  return `${algorithm}-${hash.digest('base64')}`;
}
