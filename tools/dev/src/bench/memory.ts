import { startPlatform } from '@internal/testbed';
import { runBackendScript } from './backendScript';
import { ratio, type Row } from './row';

const LIMIT_MB = 100;

/** What 10 000 Resources of 200 Promises add to the backend process. */
export async function measureMemory(say: (text: string) => void): Promise<Row[]> {
  say('An API server with 200 Promises and 10 000 Resources …');
  const platform = await startPlatform({ say });
  try {
    const { resources, promises, entities, heapMb } = await runBackendScript(
      'memory',
      [platform.kubeconfigPath],
    );
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
