import { expectTimes } from './BuildProgress';
import { ensureProgram } from './ensureProgram';
import type { GoPrograms, Say } from './programs';

const VERSITYGW: GoPrograms = {
  what: 'Versity S3 Gateway',
  module: 'versitygw',
  programs: { versitygw: 'github.com/versity/versitygw/cmd/versitygw' },
  expected: expectTimes(2),
};

/**
 * Finds or builds the gateway that serves S3 from a folder, and returns the path of the
 * program.
 *
 * @throws Error that names each way that was tried, why it failed, and what to do; what
 * the signal aborts with.
 */
export const ensureVersitygw = (
  say: Say,
  signal?: AbortSignal,
): Promise<string> =>
  ensureProgram(VERSITYGW, { why: 'The test bed needs', say, signal });
