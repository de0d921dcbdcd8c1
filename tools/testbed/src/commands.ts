/** The outcome of a command that ended by itself. */
export interface CommandResult {
  code: number;
  /** What it wrote to stdout and stderr, in the order it came. */
  output: string;
}

/**
 * Runs a command to its end. Never throws: a command that is missing has exit code
 * 127, as in a shell.
 *
 * @param options - `onLine` gets each line of the output as it comes; `uid` and `gid`
 * say whom to run it as, which only root may choose.
 */
export async function runCommand(
  command: string,
  args: string[],
  options: {
    cwd?: string;
    env?: NodeJS.ProcessEnv;
    onLine?: (line: string) => void;
    uid?: number;
    gid?: number;
  } = {},
): Promise<CommandResult> {
  const { onLine, ...others } = options;
  const { execa } = await import('execa');
  const child = execa(command, args, {
    ...others,
    stdin: 'ignore',
    all: true,
    reject: false,
    stripFinalNewline: false,
  });
  if (onLine)
    for await (const line of child.iterable({ from: 'all' })) onLine(line);
  const { exitCode, all, code, originalMessage = '' } = await child;
  return {
    code: exitCode ?? (code === 'ENOENT' ? 127 : 1),
    output: all || originalMessage,
  };
}
