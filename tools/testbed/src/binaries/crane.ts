import { expectTimes } from './BuildProgress';
import { ensureProgram } from './ensureProgram';
import type { GoPrograms, Say } from './programs';

const CRANE: GoPrograms = {
  what: 'crane',
  module: 'crane',
  programs: { crane: 'github.com/google/go-containerregistry/cmd/crane' },
  expected: expectTimes(2),
};

/**
 * Finds or builds crane, which copies images between registries and unpacks them, and
 * returns the path of the program.
 *
 * @throws Error that names each way that was tried, why it failed, and what to do; what
 * the signal aborts with.
 */
export const ensureCrane = (say: Say, signal?: AbortSignal): Promise<string> =>
  ensureProgram(CRANE, { why: 'The test bed needs', say, signal });
