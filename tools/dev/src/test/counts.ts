import { existsSync, readFileSync } from 'node:fs';

/** How many tests of one part of `npm test` passed, failed and were skipped. */
export interface TestCounts {
  passed: number;
  failed: number;
  skipped: number;
}

/** For a command without a report: one test, which passes with exit code 0. */
export const countExitCode = (code: number): TestCounts =>
  code === 0
    ? { passed: 1, failed: 0, skipped: 0 }
    : { passed: 0, failed: 1, skipped: 0 };

/** Reads Jest's report; without one, the run itself has failed. */
export function readJestReport(file: string, code: number): TestCounts {
  if (!existsSync(file)) return countExitCode(1);
  const report = JSON.parse(readFileSync(file, 'utf8')) as {
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    numFailedTestSuites: number;
  };
  const failed = report.numFailedTests || report.numFailedTestSuites;
  return {
    passed: report.numPassedTests,
    failed: failed || (code === 0 ? 0 : 1),
    skipped: report.numPendingTests,
  };
}

/** Reads Playwright's report; a test that passes only when it is repeated has failed. */
export function readPlaywrightReport(file: string, code: number): TestCounts {
  if (!existsSync(file)) return countExitCode(1);
  const { stats } = JSON.parse(readFileSync(file, 'utf8')) as {
    stats: {
      expected: number;
      unexpected: number;
      flaky: number;
      skipped: number;
    };
  };
  const failed = stats.unexpected + stats.flaky;
  return {
    passed: stats.expected,
    failed: failed || (code === 0 ? 0 : 1),
    skipped: stats.skipped,
  };
}
