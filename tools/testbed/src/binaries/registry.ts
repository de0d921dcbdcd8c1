import { expectTimes } from './BuildProgress';
import { ensureProgram } from './ensureProgram';
import type { GoPrograms, Say } from './programs';

const REGISTRY: GoPrograms = {
  what: 'the image registry (distribution)',
  module: 'registry',
  programs: {
    registry: 'github.com/distribution/distribution/v3/cmd/registry',
  },
  expected: expectTimes(4),
};

/**
 * Finds or builds CNCF's registry of images, and returns the path of the program.
 *
 * @throws Error that names each way that was tried, why it failed, and what to do; what
 * the signal aborts with.
 */
export const ensureRegistry = (
  say: Say,
  signal?: AbortSignal,
): Promise<string> =>
  ensureProgram(REGISTRY, { why: 'The test bed needs', say, signal });
