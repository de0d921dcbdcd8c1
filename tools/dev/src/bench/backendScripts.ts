import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startPlatform } from '@internal/testbed';
import { root } from '../root';
import { ms, ratio, type Row } from './row';

const LIMIT_MB = 100;

/** Measures what 10 000 Resources of 500 Promises add to the backend's heap. */
export async function measureMemory(
  say: (text: string) => void,
): Promise<Row[]> {
  say('An API server with 500 Promises and 10 000 Resources …');
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

/** Measures whether long manifests cost in proportion to their length. */
export async function measureTexts(
  say: (text: string) => void,
): Promise<Row[]> {
  say('Long manifests …');
  const { times, keys, edited, editedFew, secrets, masked, maskedFew } =
    await runBackendScript('texts');
  return [
    {
      what: `a file of ${keys} keys, all changed`,
      ours: ms(edited),
      against: `${ms(editedFew * times)} (${times} times one of ${
        keys / times
      })`,
      ratio: ratio(edited, editedFew * times),
      how: 'A request in a repository, as YAML. Goal: about 1, in proportion to what is changed.',
    },
    {
      what: `${keys} texts masked, ${secrets} secrets`,
      ours: ms(masked),
      against: `${ms(maskedFew)} (one secret)`,
      ratio: ratio(masked, maskedFew),
      how: 'None of the secrets is in any of the texts. Goal: far below the number of secrets.',
    },
  ];
}

/**
 * Runs a script of the backend's `__bench__` in a process of its own.
 *
 * @returns what is in the JSON of its last line
 */
export const runBackendScript = <Figures = Record<string, number>>(
  name: string,
  args: string[] = [],
): Promise<Figures> => runScript<Figures>('plugins/ske-backend', name, args);

/**
 * Runs a script of a package's `__bench__` in a process of its own.
 *
 * @param folder - of the package, below the root
 * @returns what is in the JSON of its last line
 */
export async function runScript<Figures>(
  folder: string,
  name: string,
  args: string[],
): Promise<Figures> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
      ...['--no-warnings', '--expose-gc'],
      join(root, folder, 'src', '__bench__', `${name}.ts`),
      ...args,
    ],
    { cwd: root, maxBuffer: 1e7 },
  );
  return JSON.parse(stdout.trim().split('\n').pop() ?? '{}');
}
