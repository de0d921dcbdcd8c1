import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '@backstage/errors';

/** Folders that this process has taken. */
const taken = new Set<string>();

/**
 * Takes a folder for clones of a repository, which no other process uses. What
 * a process left behind that is gone is taken over, with what is in it.
 */
export async function claimFolder(
  parent: string,
  url: string,
): Promise<{ folder: string; release: () => Promise<void> }> {
  const name = createHash('sha256').update(url).digest('hex').slice(0, 16);
  for (let slot = 0; ; slot += 1) {
    const home = join(parent, `${name}-${slot}`);
    const lock = join(home, 'owner');
    if (taken.has(home)) continue;
    // At once: while the lock is taken, somebody else here may ask for the same.
    taken.add(home);
    await mkdir(home, { recursive: true, mode: 0o700 });
    await requireOwn(parent);
    await requireOwn(home);
    if (!(await takeLock(lock))) {
      taken.delete(home);
      continue;
    }
    return {
      folder: home,
      async release() {
        await rm(lock, { force: true });
        taken.delete(home);
      },
    };
  }
}

/**
 * Others could put into a clone what is then pushed, or read what is in it.
 *
 * @throws InputError for a folder that is somebody else's, or a link.
 */
async function requireOwn(folder: string): Promise<void> {
  const { uid } = await lstat(folder).then(async found =>
    found.isSymbolicLink() ? { uid: -1 } : found,
  );
  const own = process.getuid?.();
  if (own !== undefined && uid !== own) {
    throw new InputError(
      `${folder} belongs to another account, or is a link, so nothing is cloned there. Remove it, or set backend.workingDirectory in app-config to a folder of Backstage's own.`,
    );
  }
  await chmod(folder, 0o700);
}

/** Writes our process id where nobody's is that still runs. */
async function takeLock(lock: string): Promise<boolean> {
  const ownPid = String(process.pid);
  try {
    await writeFile(lock, ownPid, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const owner = Number(await readFile(lock, 'utf8').catch(() => '0'));
  // In a container everybody is process 1: then it was us, before a restart.
  if (owner !== process.pid && isAlive(owner)) return false;
  await rm(lock, { force: true });
  return takeLock(lock);
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive all the same.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
