import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

const testbed = dirname(require.resolve('@internal/testbed/package.json'));
const shared = join(testbed, '..', '..', '..', 'shared');

/** Data for tests, as text files in folders. */
export interface Corpus {
  read(...path: string[]): string;
  /** The files below a folder, in order, as paths from there. */
  list(...path: string[]): string[];
}

const corpusAt = (folder: string): Corpus => ({
  read: (...path) => readFileSync(join(folder, ...path), 'utf8'),
  list: (...path) => {
    const start = join(folder, ...path);
    return readdirSync(start, { encoding: 'utf8', recursive: true })
      .filter(file => statSync(join(start, file)).isFile())
      .sort();
  },
});

/** The corpus in this repository: small, written by hand, always available. */
export const ownCorpus = corpusAt(join(testbed, 'corpus'));

/**
 * Finds a recording of a real Kratix; undefined where there is none.
 *
 * @throws Error in CI, if the folder `../shared` exists and lacks it: whoever provides
 * that folder expects the tests that need it to run.
 */
export function findRecorded(...path: string[]): string | undefined {
  const wanted = join(shared, 'corpus', ...path);
  if (existsSync(wanted)) return wanted;
  if (process.env.CI && existsSync(shared)) {
    throw new Error(
      `${wanted} is missing. In CI no test of recordings is skipped while the folder ../shared exists: complete it, or remove it to test with our own corpus alone.`,
    );
  }
  return undefined;
}

/**
 * Declares tests of recordings of a real Kratix. Where a recording is missing they are
 * skipped, and their title says so.
 *
 * @param needs - files and folders of `../shared/corpus` that the tests read
 * @param body - declares the tests
 */
export function describeRecorded(
  name: string,
  needs: string[],
  body: (recorded: Corpus) => void,
): void {
  const missing = needs.filter(path => findRecorded(path) === undefined);
  if (missing.length === 0) {
    describe(`recorded: ${name}`, () => {
      body(corpusAt(join(shared, 'corpus')));
    });
    return;
  }
  const notHere = it.skip;
  const files = missing.map(path => `../shared/corpus/${path}`).join(', ');
  notHere(`recorded: ${name} (skipped: no ${files} here)`, () => {});
}
