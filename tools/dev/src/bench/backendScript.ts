import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../root';

/**
 * Runs a script of the backend's `__bench__` in a process of its own.
 *
 * @returns what is in the JSON of its last line
 */
export async function runBackendScript<Figures = Record<string, number>>(
  name: string,
  args: string[] = [],
): Promise<Figures> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
      ...['--no-warnings', '--expose-gc'],
      join(root, 'plugins', 'ske-backend', 'src', '__bench__', `${name}.ts`),
      ...args,
    ],
    { cwd: root, maxBuffer: 1e7 },
  );
  return JSON.parse(stdout.trim().split('\n').pop() ?? '{}');
}
