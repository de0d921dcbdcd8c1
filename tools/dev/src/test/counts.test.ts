import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countExitCode, readJestReport, readPlaywrightReport } from './counts';

const folder = mkdtempSync(join(tmpdir(), 'ske-outcome-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const report = (content: object) => {
  const file = join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
};
const jestReport = (failed: number, failedSuites: number) =>
  report({
    numPassedTests: 5,
    numFailedTests: failed,
    numPendingTests: 1,
    numFailedTestSuites: failedSuites,
  });

it.each([
  ['all pass', 0, 0, 0, 0],
  ['a test fails', 2, 1, 1, 2],
  ['a suite does not even run', 0, 1, 1, 1],
  ['Jest itself fails', 0, 0, 1, 1],
])('Jest: %s', (_, failed, suites, code, expected) => {
  expect(readJestReport(jestReport(failed, suites), code)).toEqual({
    passed: 5,
    failed: expected,
    skipped: 1,
  });
});

it.each([
  ['all pass', 0, 0, 0, 0],
  ['one fails', 1, 0, 1, 1],
  ['one passes at the second try only', 0, 1, 0, 1],
  ['a worker dies', 0, 0, 1, 1],
])('Playwright: %s', (_, unexpected, flaky, code, expected) => {
  const stats = { expected: 3, unexpected, flaky, skipped: 0 };
  expect(readPlaywrightReport(report({ stats }), code)).toEqual({
    passed: 3,
    failed: expected,
    skipped: 0,
  });
});

it('a run without a report has failed, whatever it says', () => {
  const missing = join(folder, 'missing.json');
  expect(readJestReport(missing, 0).failed).toBe(1);
  expect(readPlaywrightReport(missing, 0).failed).toBe(1);
  expect(countExitCode(0)).toEqual({ passed: 1, failed: 0, skipped: 0 });
});
