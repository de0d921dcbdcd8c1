import { spawn } from 'node:child_process';

/** The outcome of a command that ended by itself. */
export interface CommandResult {
  code: number;
  output: string;
}

/**
 * Runs a command to its end, line by line. Never throws for a command that is
 * missing: that is exit code 127, as in a shell.
 */
export function runCommand(
  command: string,
  args: string[],
  options: {
    cwd?: string;
    env?: NodeJS.ProcessEnv;
    onLine?: (line: string) => void;
    signal?: AbortSignal;
    /** Whom to run it as; only root may choose. */
    uid?: number;
    gid?: number;
  } = {},
): Promise<CommandResult> {
  return new Promise(resolve => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: options.signal,
      uid: options.uid,
      gid: options.gid,
    });
    let output = '';
    let rest = '';
    const take = (chunk: Buffer) => {
      output += chunk;
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(line => options.onLine?.(line));
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', error => {
      const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      resolve({ code: missing ? 127 : 1, output: output + error.message });
    });
    child.on('close', code => resolve({ code: code ?? 1, output }));
  });
}
