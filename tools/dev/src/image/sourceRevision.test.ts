import type { RunCommand } from '@internal/testbed';
import { sourceRevision } from './sourceRevision';

const fakeGit =
  (answers: Record<string, string>): RunCommand =>
  async (_command, [subcommand]) =>
    subcommand in answers
      ? { code: 0, output: `${answers[subcommand]}\n` }
      : { code: 128, output: 'fatal: not a git repository' };

it('says the commit and its time', async () => {
  const run = fakeGit({ log: 'abc 1700000000', status: '' });
  expect(await sourceRevision(run)).toEqual({
    revision: 'abc',
    created: '2023-11-14T22:13:20Z',
  });
});

it('says that files have changed', async () => {
  const run = fakeGit({ log: 'abc 1700000000', status: ' M README.md' });
  expect(await sourceRevision(run)).toMatchObject({ revision: 'abc-dirty' });
});

it('says what it takes where there is no clone', async () => {
  await expect(sourceRevision(fakeGit({}))).rejects.toThrow(
    /git log failed: fatal: not a git repository\. Build it in a clone/,
  );
});
