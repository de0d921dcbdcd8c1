import { runCommand, type RunCommand } from '@internal/testbed';
import { root } from '../root';

/** Which sources something was built from. */
export interface SourceRevision {
  /** Commit; ends with `-dirty` where tracked files have changed since. */
  revision: string;
  /** Of the commit, in ISO 8601: the same sources give the same bytes. */
  created: string;
}

/** @throws Error where the repository is not a clone, or has no git. */
export async function sourceRevision(
  run: RunCommand = runCommand,
): Promise<SourceRevision> {
  const git = async (...args: string[]) => {
    const { code, output } = await run('git', args, { cwd: root });
    if (code === 0) return output.trim();
    throw new Error(
      `The image says which commit it was built from, and git ${
        args[0]
      } failed: ${output.trim()}. Build it in a clone of the repository, with git on the PATH.`,
    );
  };
  const [commit, seconds] = (await git('log', '-1', '--format=%H %ct')).split(
    ' ',
  );
  const changed = await git('status', '--porcelain', '--untracked-files=no');
  return {
    revision: changed === '' ? commit : `${commit}-dirty`,
    created: new Date(Number(seconds) * 1_000)
      .toISOString()
      .replace('.000Z', 'Z'),
  };
}
