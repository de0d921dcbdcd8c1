import { existsSync, readFileSync } from 'node:fs';

/** What came of one part of `npm test`. */
export interface TestCounts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Of a command that says by its exit code alone whether it passed. */
export const countExitCode = (code: number): TestCounts =>
  code === 0
    ? { passed: 1, failed: 0, skipped: 0 }
    : { passed: 0, failed: 1, skipped: 0 };

/** Of Jest: its report; without one, the run itself has failed. */
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

/** Of Playwright; a test that passes only at the second try has failed. */
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
