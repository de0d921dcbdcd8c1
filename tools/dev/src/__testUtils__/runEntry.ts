import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../root';

const run = promisify(execFile);

/**
 * Runs an entry of the tools in a process of its own, as its npm script does.
 *
 * @param entry - such as `image.ts`
 * @returns what it wrote to standard output
 * @throws Error with what it wrote to standard error.
 */
export async function runEntry(
  entry: string,
  args: string[],
  env: NodeJS.ProcessEnv = {},
): Promise<string> {
  const { stdout } = await run(
    process.execPath,
    [
      ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
      ...['--no-warnings', join(root, 'tools', 'dev', 'src', entry), ...args],
    ],
    { cwd: root, env: { ...process.env, ...env } },
  );
  return stdout;
}
