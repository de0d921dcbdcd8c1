import { parseRepoUrl } from '@syntasso/plugin-ske-common';

/** What people call a repository. */
export function repositoryName(repoUrl: string): string {
  const repo = parseRepoUrl(repoUrl);
  if (!repo) return repoUrl;
  const owner =
    repo.owner ?? repo.workspace ?? repo.organization ?? repo.project;
  return owner ? `${owner}/${repo.repo}` : repo.repo;
}
