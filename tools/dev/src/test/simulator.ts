import { join } from 'node:path';
import { findRecorded } from '@internal/testbed';
import type { Processes } from '../processes';
import { root } from '../root';

/**
 * Starts simulated Kratix for tests: pipelines run fast, and no examples are applied.
 * Installs the CRDs of a real Kratix where they are available, else the simulator's own.
 */
export async function startSimulatorForTests(
  processes: Processes,
  kubeconfig: string,
  say: (text: string) => void,
): Promise<{ end(): Promise<void> }> {
  const crds = findRecorded('crds');
  say(
    crds
      ? 'Simulated Kratix on the real CRDs of ../shared/corpus'
      : 'Simulated Kratix on its own CRDs (no ../shared/corpus/crds here)',
  );
  await new Promise<void>((resolve, reject) => {
    processes.start({
      name: 'simulator',
      command: process.execPath,
      args: [
        ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
        '--no-warnings',
        join(root, 'packages', 'kratix-simulator', 'src', 'main.ts'),
        ...['--kubeconfig', kubeconfig],
        ...['--speed', '4', '--write-ms', '300', '--dry-run'],
        ...(crds ? ['--crds', crds] : []),
      ],
      cwd: root,
      env: process.env,
      log: join(root, '.cache', 'test', 'simulator.log'),
      onLine: line => line === 'ready' && resolve(),
      onExit: why =>
        reject(
          new Error(`The simulator ${why}; see .cache/test/simulator.log`),
        ),
    });
  });
  return { end: () => processes.endOne('simulator') };
}
