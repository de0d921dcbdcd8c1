import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { setPriority } from 'node:os';
import { dirname } from 'node:path';

/** How most are asked to end. */
const DEFAULT_ENDING: Ending = { signal: 'SIGTERM', graceMs: 5_000 };

/** How a process is asked to end, and how long it may take. */
export interface Ending {
  signal: NodeJS.Signals;
  graceMs: number;
}

/** How a process is started. */
export interface Command {
  /** Its name here; one process of a name at a time. */
  name: string;
  command: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** SIGTERM and 5 s unless told. */
  ending?: Ending;
}

/** A process that stays until it is ended. */
export interface Service extends Command {
  /** File that takes its output. */
  log: string;
  onLine?: (line: string) => void;
  /** Called when it ends although nobody asked for it. */
  onExit: (why: string) => void;
  /** How far it stands back for others, 0 (default) to 19. */
  niceness?: number;
}

/** Child processes that end with their parent, whole groups at a time. */
export class Processes {
  readonly #children = new Map<
    string,
    { child: ChildProcess; ending: Ending }
  >();
  readonly #asked = new WeakSet<ChildProcess>();
  #ending = false;

  /** Whether {@link Processes.end} was called. */
  get ending(): boolean {
    return this.#ending;
  }

  /** Starts what stays. */
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
    // What it started would hold its output open.
    child.on('exit', () => signalGroup(child, 'SIGKILL'));
    child.on('close', (code, signal) => {
      log.end(() => {
        if (this.#asked.has(child)) return;
        service.onExit(`ended with ${signal ?? `code ${code}`}`);
      });
    });
  }

  /**
   * Runs what ends by itself.
   *
   * @param log - takes its output; absent, the terminal does.
   * @returns its exit code.
   */
  run(command: Command, log?: string): Promise<number> {
    const child = this.#spawn(command, log ? 'pipe' : 'inherit');
    const file = log === undefined ? undefined : openLog(log);
    child.stdout?.on('data', chunk => file?.write(chunk));
    child.stderr?.on('data', chunk => file?.write(chunk));
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      // Not before all it said is written down.
      child.on('close', code => {
        if (file) file.end(() => resolve(code ?? 1));
        else resolve(code ?? 1);
      });
    });
  }

  /** Ends everything: first politely, then not. */
  async end(): Promise<void> {
    this.#ending = true;
    await Promise.all(
      [...this.#children.keys()].map(name => this.endOne(name)),
    );
  }

  /** Ends the process of a name, if there is one. */
  async endOne(name: string): Promise<void> {
    const found = this.#children.get(name);
    if (!found) return;
    const { child, ending } = found;
    this.#asked.add(child);
    await new Promise<void>(resolve => {
      const force = setTimeout(
        () => signalGroup(child, 'SIGKILL'),
        ending.graceMs,
      );
      child.once('exit', () => {
        clearTimeout(force);
        // Grandchildren that outlived their parent go too.
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
      // A group of its own, so that all of it can be ended.
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

/** Whether a process of this user runs. */
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
