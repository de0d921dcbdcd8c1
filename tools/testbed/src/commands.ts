import { spawn, type ChildProcess } from 'node:child_process';

/** How long a command may take to end after it was interrupted. */
const GRACE_MS = 5_000;

/** The outcome of a command that ended by itself. */
export interface CommandResult {
  code: number;
  /** What it wrote to stdout and stderr, in the order it came. */
  output: string;
}

/** How a command is run. */
export interface CommandOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Gets each line of the output as it comes. */
  onLine?: (line: string) => void;
  /** Whom to run it as, which only root may choose. */
  uid?: number;
  gid?: number;
  /** Ends it, and all that it has started, when it aborts. */
  signal?: AbortSignal;
}

/** Runs a command: {@link runCommand}, or a fake of it in tests. */
export type RunCommand = typeof runCommand;

/**
 * Runs a command to its end. Never throws: a command that is missing has exit code
 * 127, as in a shell. It is interrupted when this process exits. With a signal it has a
 * process group of its own: a compiler ends with the build that has started it.
 */
export async function runCommand(
  command: string,
  args: string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const { onLine, signal, ...others } = options;
  if (signal?.aborted) return { code: 1, output: 'ended before it began' };
  // Without one, Ctrl-C in the terminal reaches it in the group of this process.
  const hasGroup = signal !== undefined && process.platform !== 'win32';
  let child: ChildProcess;
  try {
    child = spawn(command, args, {
      ...others,
      detached: hasGroup,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    return { code: 1, output: (error as Error).message };
  }
  let output = '';
  const flushes = [child.stdout, child.stderr].map(stream => {
    const lines = new LineSplitter(line => onLine?.(line));
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      lines.add(text);
    });
    return () => lines.flush();
  });

  let force: NodeJS.Timeout | undefined;
  const send = (name: NodeJS.Signals) =>
    hasGroup ? signalGroup(child, name) : child.kill(name);
  const interrupt = () => {
    send('SIGINT');
  };
  const end = () => {
    interrupt();
    force = setTimeout(() => send('SIGKILL'), GRACE_MS);
  };
  process.once('exit', interrupt);
  signal?.addEventListener('abort', end, { once: true });
  try {
    return await new Promise<CommandResult>(resolve => {
      child.once('error', (error: NodeJS.ErrnoException) =>
        resolve({
          code: error.code === 'ENOENT' ? 127 : 1,
          output: output || error.message,
        }),
      );
      child.once('exit', () => {
        // What it has started would keep its output open.
        if (signal?.aborted) send('SIGKILL');
      });
      child.once('close', code => {
        flushes.forEach(flush => flush());
        resolve({ code: code ?? 1, output });
      });
    });
  } finally {
    clearTimeout(force);
    process.off('exit', interrupt);
    signal?.removeEventListener('abort', end);
  }
}

/** Makes lines of text that comes in parts. */
class LineSplitter {
  readonly #onLine: (line: string) => void;
  #rest = '';

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  add(text: string) {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    lines.forEach(line => this.#onLine(line));
  }

  /** The last line may have no end. */
  flush() {
    if (this.#rest) this.#onLine(this.#rest);
    this.#rest = '';
  }
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // The whole group is gone already.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
