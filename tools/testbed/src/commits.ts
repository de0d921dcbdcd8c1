import { execFileSync } from 'node:child_process';

/**
 * How many commits the repository has. Tests that visit a sample of many cases choose
 * another one with each commit.
 *
 * @returns 0 for sources without their history
 */
export function countCommits(): number {
  try {
    return Number(
      execFileSync('git', ['rev-list', '--count', 'HEAD'], {
        encoding: 'utf8',
      }),
    );
  } catch {
    return 0;
  }
}
