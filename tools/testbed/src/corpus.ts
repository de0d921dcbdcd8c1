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

/** Our own: small, written by hand, and always here. */
export const ownCorpus = corpusAt(join(testbed, 'corpus'));

/**
 * Where something recorded from a real Kratix is; undefined where there is none.
 *
 * @throws Error in CI, if it is missing in a `../shared` that is there: whoever gave
 * us that folder expects what is in it to be tested.
 */
export function findRecorded(...path: string[]): string | undefined {
  const wanted = join(shared, 'corpus', ...path);
  if (existsSync(wanted)) return wanted;
  if (process.env.CI && existsSync(shared)) {
    throw new Error(
      `${wanted} is missing. In CI nothing recorded is skipped as long as there is a folder ../shared: complete it, or take it away to test with our own corpus alone.`,
    );
  }
  return undefined;
}

/**
 * Tests of what was recorded from a real Kratix, beside those of our own corpus.
 * Where that is not at hand they are skipped, and their title says so.
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
