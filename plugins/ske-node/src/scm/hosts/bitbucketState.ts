import type { NumberedPullRequest } from '../ScmHost';

/** How both Bitbuckets say where a pull request stands. */
export function stateOf(state: string): NumberedPullRequest['state'] {
  if (state === 'OPEN') return 'open';
  return state === 'MERGED' ? 'merged' : 'closed';
}
