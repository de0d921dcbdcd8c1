import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { setPriority } from 'node:os';
import { dirname } from 'node:path';

/** For a command that does not say otherwise. */
const DEFAULT_ENDING: Ending = { signal: 'SIGTERM', graceMs: 5_000 };

/** How a process is asked to end, and how long it may take. */
export interface Ending {
  signal: NodeJS.Signals;
  graceMs: number;
}

/** How a process is started. */
export interface Command {
  /** Unique among the processes that run. */
  name: string;
  command: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Default: SIGTERM, and 5 s. */
  ending?: Ending;
}

/** A command that runs until it is asked to end. */
export interface Service extends Command {
  /** File that takes its output. */
  log: string;
  onLine?: (line: string) => void;
  /** Called when it ends although nobody asked for it. */
  onExit: (why: string) => void;
  /** Priority as in `nice`: 0 (default) to 19, which is the lowest. */
  niceness?: number;
}

/**
 * Child processes, each in a process group of its own: what a child has started
 * ends with it, also when the child ignores a signal or has gone before.
 */
export class Processes {
  readonly #children = new Map<
    string,
    { child: ChildProcess; ending: Ending }
  >();
  readonly #askedToEnd = new WeakSet<ChildProcess>();
  #ending = false;

  /** Whether {@link Processes.end} was called. */
  get ending(): boolean {
    return this.#ending;
  }

  /** Starts a service. */
  start(service: Service): void {
    const log = openLog(service.log);
    const child = this.#spawn(service, 'pipe');
    if (service.niceness && child.pid) {
      setPriority(child.pid, service.niceness);
    }
    let rest = '';
    const take = (chunk: Buffer) => {
      log.write(chunk);
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(line => service.onLine?.(line));
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.on('error', error => service.onExit(error.message));
    // Whatever it has started would keep its output open.
    child.on('exit', () => signalGroup(child, 'SIGKILL'));
    child.on('close', (code, signal) => {
      log.end(() => {
        if (this.#askedToEnd.has(child)) return;
        service.onExit(`ended with ${signal ?? `code ${code}`}`);
      });
    });
  }

  /**
   * Runs a command to its end.
   *
   * @param log - file for its output; without one it goes to the terminal.
   * @returns its exit code.
   */
  run(command: Command, log?: string): Promise<number> {
    const child = this.#spawn(command, log ? 'pipe' : 'inherit');
    const file = log === undefined ? undefined : openLog(log);
    child.stdout?.on('data', chunk => file?.write(chunk));
    child.stderr?.on('data', chunk => file?.write(chunk));
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      // Its log is complete before this resolves.
      child.on('close', code => {
        if (file) file.end(() => resolve(code ?? 1));
        else resolve(code ?? 1);
      });
    });
  }

  /** Asks all processes to end, and kills those that do not in time. */
  async end(): Promise<void> {
    this.#ending = true;
    await Promise.all(
      [...this.#children.keys()].map(name => this.endOne(name)),
    );
  }

  /** The same for one process, if it runs. */
  async endOne(name: string): Promise<void> {
    const found = this.#children.get(name);
    if (!found) return;
    const { child, ending } = found;
    this.#askedToEnd.add(child);
    await new Promise<void>(resolve => {
      const force = setTimeout(
        () => signalGroup(child, 'SIGKILL'),
        ending.graceMs,
      );
      child.once('exit', () => {
        clearTimeout(force);
        // Processes of the group that outlived it.
        signalGroup(child, 'SIGKILL');
        resolve();
      });
      signalGroup(child, ending.signal);
    });
  }

  #spawn(command: Command, output: 'pipe' | 'inherit'): ChildProcess {
    const child = spawn(command.command, command.args, {
      cwd: command.cwd,
      env: command.env,
      detached: process.platform !== 'win32',
      stdio: ['ignore', output, output],
    });
    if (child.pid === undefined) return child;
    const { name, ending = DEFAULT_ENDING } = command;
    this.#children.set(name, { child, ending });
    child.once('exit', () => this.#children.delete(name));
    return child;
  }
}

/** Whether a process of this user runs with this id. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function openLog(file: string) {
  mkdirSync(dirname(file), { recursive: true });
  return createWriteStream(file);
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
