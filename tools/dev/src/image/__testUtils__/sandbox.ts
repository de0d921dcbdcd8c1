import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@internal/testbed';
import { NONROOT } from '../rootFileSystem';

/** The only folder that a program in a sandbox can write to; empty at first. */
export const TEMPORARY_FOLDER = '/tmp';

/** A program that runs in the root file system of an image. */
export interface Sandbox {
  /** What it wrote until now. */
  output(): string;
  /** Sends it a signal, as a container runtime does. */
  signal(name: NodeJS.Signals): Promise<void>;
  /** Its exit code. */
  ended: Promise<number | null>;
}

/**
 * Starts a program as a container runtime would: in namespaces of its own, as somebody
 * without rights, on a root file system that nobody can write to. It has the network of
 * this machine, on whose loopback address the API server is.
 */
export function startSandbox(options: {
  bubblewrap: string;
  /** Folder that the image was unpacked to. */
  rootFileSystem: string;
  command: string[];
  env?: Record<string, string>;
  /** Folders of this machine by their places in the sandbox. */
  mounts?: Record<string, string>;
}): Sandbox {
  const {
    bubblewrap,
    rootFileSystem,
    command,
    env = {},
    mounts = {},
  } = options;
  const user = String(NONROOT);
  for (const place of Object.keys(mounts)) {
    // As container runtimes do: nothing can be made on a file system that is read-only.
    mkdirSync(join(rootFileSystem, place), { recursive: true });
  }
  const child = spawn(
    bubblewrap,
    [
      ...['--unshare-all', '--share-net', '--die-with-parent', '--as-pid-1'],
      ...['--uid', user, '--gid', user, '--cap-drop', 'ALL'],
      ...['--ro-bind', rootFileSystem, '/'],
      ...['--proc', '/proc', '--dev', '/dev', '--tmpfs', TEMPORARY_FOLDER],
      ...Object.entries(mounts).flatMap(([place, folder]) => [
        ...['--ro-bind', folder, place],
      ]),
      '--clearenv',
      ...Object.entries(env).flatMap(([name, value]) => [
        ...['--setenv', name, value],
      ]),
      ...['--chdir', '/app', '--', ...command],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return {
    output: () => output,
    async signal(name) {
      // bubblewrap itself would just die of it.
      const { pid } = child;
      const inside = await eventually('the program in the sandbox', () =>
        readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim(),
      );
      process.kill(Number(inside), name);
    },
    ended: once(child, 'close').then(([code]) => code as number | null),
  };
}
