import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { makeTemporaryFolder } from './temporaryFolder';

it('has the temporary files of processes, and removes them', () => {
  const temporary = makeTemporaryFolder();
  const script =
    "process.stdout.write(require('fs').mkdtempSync(require('os').tmpdir() + '/left-'))";
  const left = execFileSync(process.execPath, ['-e', script], {
    env: { ...process.env, ...temporary.env },
    encoding: 'utf8',
  });
  expect(left.startsWith(temporary.env.TMPDIR)).toBe(true);
  expect(existsSync(left)).toBe(true);
  temporary.remove();
  expect(existsSync(temporary.env.TMPDIR)).toBe(false);
  expect(() => temporary.remove()).not.toThrow();
});
