import { expectTimes } from './BuildProgress';
import { ensureProgram } from './ensureProgram';
import type { GoPrograms, Say } from './programs';

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
export const ensureHelm = (say: Say): Promise<string> =>
  ensureProgram(HELM, { why: 'The tests of the charts need', say });
