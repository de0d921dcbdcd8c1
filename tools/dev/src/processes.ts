import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

const GRACE_MS = 5_000;

/** Child processes that end with their parent, whole groups at a time. */
export class Processes {
  readonly #children = new Map<string, ChildProcess>();
  #ending = false;

  /** Starts a command in a group of its own; its output goes to a file. */
  start(options: {
    name: string;
    command: string;
    args: string[];
    cwd: string;
    env: NodeJS.ProcessEnv;
    log: string;
    onLine?: (line: string) => void;
    /** Called when it ends although nobody asked for it. */
    onExit: (why: string) => void;
  }): ChildProcess {
    mkdirSync(dirname(options.log), { recursive: true });
    const log = createWriteStream(options.log);
    const child = spawn(options.command, options.args, {
      cwd: options.cwd,
      env: options.env,
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#children.set(options.name, child);
    let rest = '';
    const take = (chunk: Buffer) => {
      log.write(chunk);
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(line => options.onLine?.(line));
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.on('error', error => options.onExit(error.message));
    child.on('exit', (code, signal) => {
      this.#children.delete(options.name);
      if (!this.#ending)
        options.onExit(`ended with ${signal ?? `code ${code}`}`);
    });
    return child;
  }

  /** Ends everything: first politely, then not. */
  async end(): Promise<void> {
    this.#ending = true;
    await Promise.all(
      [...this.#children.values()].map(
        child =>
          new Promise<void>(resolve => {
            if (child.exitCode !== null || child.signalCode !== null) {
              resolve();
              return;
            }
            const force = setTimeout(
              () => signalGroup(child, 'SIGKILL'),
              GRACE_MS,
            );
            child.once('exit', () => {
              clearTimeout(force);
              // Grandchildren that outlived their parent go too.
              signalGroup(child, 'SIGKILL');
              resolve();
            });
            signalGroup(child, 'SIGTERM');
          }),
      ),
    );
  }
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    // The whole group is gone already.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
