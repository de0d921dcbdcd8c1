import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startPlatform } from '@internal/testbed';
import { root } from '../root';
import { ratio, type Row } from './row';

const LIMIT_MB = 100;

/** What 10 000 Resources of 200 Promises add to the backend process. */
export async function memory(say: (text: string) => void): Promise<Row[]> {
  say('An API server with 200 Promises and 10 000 Resources …');
  const platform = await startPlatform({ say });
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
        ...['--no-warnings', '--expose-gc'],
        join(root, 'plugins', 'ske-backend', 'src', '__bench__', 'memory.ts'),
        platform.kubeconfigPath,
      ],
      { cwd: root, maxBuffer: 1e7 },
    );
    const { resources, promises, entities, heapMb } = JSON.parse(
      stdout.trim().split('\n').pop() ?? '{}',
    ) as Record<string, number>;
    return [
      {
        what: `memory of ${resources} Resources of ${promises} Promises`,
        ours: `${heapMb.toFixed(0)} MB`,
        against: `${LIMIT_MB} MB (limit)`,
        ratio: ratio(heapMb, LIMIT_MB),
        how: `Growth of the heap, after collecting garbage, of a process with all watches and direct discovery (${entities} entities told to the catalog) on a real API server.`,
      },
    ];
  } finally {
    await platform.stop();
  }
}
