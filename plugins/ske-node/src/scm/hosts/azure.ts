import type {
  AzureDevOpsCredentialsProvider,
  AzureIntegration,
} from '@backstage/integration';
import type { RepoLocation } from '@syntasso/plugin-ske-common';
import {
  getBearerHandler,
  getPersonalAccessTokenHandler,
  WebApi,
} from 'azure-devops-node-api';
import {
  GitStatusState,
  PullRequestAsyncStatus,
  PullRequestStatus,
  type GitPullRequest,
} from 'azure-devops-node-api/interfaces/GitInterfaces';
import type { NumberedPullRequest, ScmHost } from '../ScmHost';
import { fetchByNumber, pathBelow, hostCallAt } from '../hostCall';

const LISTED = 200;

/** Azure DevOps, in the cloud and as a server. */
export function azureHost(
  integration: AzureIntegration,
  credentials: AzureDevOpsCredentialsProvider,
): ScmHost {
  const { host } = integration.config;
  const base = `https://${host}`;
  const orgOf = (repo: RepoLocation) => repo.organization ?? repo.owner ?? '';
  const projectOf = (repo: RepoLocation) => repo.project ?? '';
  const nameOf = (repo: RepoLocation) =>
    `${orgOf(repo)}/${projectOf(repo)}/${repo.repo}`;
  const webUrl = (repo: RepoLocation) =>
    `${base}/${orgOf(repo)}/${encodeURIComponent(projectOf(repo))}/_git/${
      repo.repo
    }`;
  const call = hostCallAt(host, answerOf);
  // The library asks where each method is found; it need not ask each time.
  let cached:
    | { key: string; client: ReturnType<WebApi['getGitApi']> }
    | undefined;
  const clientFor = async (repo: RepoLocation) => {
    const found = await credentials.getCredentials({ url: webUrl(repo) });
    const { token = '', type } = found ?? {};
    const key = `${orgOf(repo)} ${token}`;
    if (cached?.key !== key) {
      const handler =
        type === 'bearer'
          ? getBearerHandler(token)
          : getPersonalAccessTokenHandler(token);
      const web = new WebApi(`${base}/${orgOf(repo)}`, handler);
      cached = { key, client: web.getGitApi() };
      cached.client.catch(() => {
        cached = undefined;
      });
    }
    return cached.client;
  };
  const addDetails = async (
    repo: RepoLocation,
    raw: GitPullRequest,
  ): Promise<NumberedPullRequest> => {
    const number = raw.pullRequestId ?? 0;
    const pull = pullRequestOf(raw, `${webUrl(repo)}/pullrequest/${number}`);
    if (pull.state !== 'open') return pull;
    const statuses = await call(
      `read the checks of ${nameOf(repo)}`,
      async () =>
        (
          await clientFor(repo)
        ).getPullRequestStatuses(repo.repo, number, projectOf(repo)),
    );
    return {
      ...pull,
      checks: checksOf((statuses ?? []).map(({ state }) => state)),
    };
  };
  const list = (
    repo: RepoLocation,
    search: Parameters<
      Awaited<ReturnType<typeof clientFor>>['getPullRequests']
    >[1],
  ) =>
    call(`read the pull requests of ${nameOf(repo)}`, async () => {
      const client = await clientFor(repo);
      return client.getPullRequests(
        repo.repo,
        search,
        projectOf(repo),
        undefined,
        0,
        LISTED,
      );
    });

  return {
    type: 'azure',
    host,
    cloneUrl: webUrl,
    webUrl,
    async find(repo, between) {
      const found = await list(repo, {
        sourceRefName: `refs/heads/${between.branch}`,
        targetRefName: `refs/heads/${between.base}`,
        status: PullRequestStatus.All,
      });
      // A fork may have a branch of the same name.
      const own = (found ?? []).filter(({ forkSource }) => !forkSource);
      const newest = own.sort(
        (a, b) => (b.pullRequestId ?? 0) - (a.pullRequestId ?? 0),
      );
      return Promise.all(newest.map(raw => addDetails(repo, raw)));
    },
    async open(repo, { branch, base: into, title, description }) {
      const raw = await call(
        `open a pull request in ${nameOf(repo)}`,
        async () =>
          (
            await clientFor(repo)
          ).createPullRequest(
            {
              sourceRefName: `refs/heads/${branch}`,
              targetRefName: `refs/heads/${into}`,
              title,
              description,
            },
            repo.repo,
            projectOf(repo),
          ),
      );
      return pullRequestOf(
        raw,
        `${webUrl(repo)}/pullrequest/${raw.pullRequestId}`,
      );
    },
    async update(repo, number, { title, description }) {
      await call(`change a pull request in ${nameOf(repo)}`, async () =>
        (
          await clientFor(repo)
        ).updatePullRequest(
          { title, description },
          repo.repo,
          number,
          projectOf(repo),
        ),
      );
    },
    read: (repo, numbers) =>
      fetchByNumber(
        numbers,
        async () => {
          const open = await list(repo, { status: PullRequestStatus.Active });
          const ours = (open ?? []).filter(({ pullRequestId }) =>
            numbers.includes(pullRequestId ?? 0),
          );
          return Promise.all(ours.map(raw => addDetails(repo, raw)));
        },
        async number => {
          const raw = await call(
            `read a pull request of ${nameOf(repo)}`,
            async () => {
              const found = await (
                await clientFor(repo)
              ).getPullRequest(repo.repo, number, projectOf(repo));
              // The library gives nothing for what is not there.
              if (!found) throw Object.assign(new Error(), { statusCode: 404 });
              return found;
            },
          );
          return addDetails(repo, raw);
        },
      ),
    parse(url) {
      const match =
        /^\/([^/]+)\/([^/]+)\/_git\/([^/]+)\/pullrequest\/(\d+)/.exec(
          pathBelow(url, base),
        );
      if (!match) return undefined;
      const [, organization, encoded, repo, number] = match;
      const project = decoded(encoded);
      if (project === undefined) return undefined;
      return {
        repo: {
          host,
          organization,
          project,
          repo,
        },
        number: Number(number),
      };
    },
  };
}

/** Undefined for what no host has written. */
function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

function pullRequestOf(raw: GitPullRequest, url: string): NumberedPullRequest {
  return {
    number: raw.pullRequestId ?? 0,
    url,
    state: stateOf(raw.status),
    review: reviewOf((raw.reviewers ?? []).map(({ vote }) => vote ?? 0)),
    checks: 'none',
    conflicts: raw.mergeStatus === PullRequestAsyncStatus.Conflicts,
    endedAt: raw.closedDate && new Date(raw.closedDate).toISOString(),
  };
}

function stateOf(
  status: PullRequestStatus | undefined,
): NumberedPullRequest['state'] {
  if (status === PullRequestStatus.Completed) return 'merged';
  return status === PullRequestStatus.Abandoned ? 'closed' : 'open';
}

/** Votes: 10 and 5 approve, -5 waits for the author, -10 rejects. */
function reviewOf(votes: number[]) {
  if (votes.some(vote => vote < 0)) return 'changesRequested';
  return votes.some(vote => vote > 0) ? 'approved' : 'none';
}

function checksOf(states: (GitStatusState | undefined)[]) {
  if (states.length === 0) return 'none';
  const failed = [GitStatusState.Failed, GitStatusState.Error];
  if (states.some(state => state && failed.includes(state))) return 'failing';
  return states.includes(GitStatusState.Pending) ? 'running' : 'passing';
}

function answerOf(error: unknown) {
  const { statusCode, message, responseHeaders } = error as {
    statusCode?: number;
    message: string;
    responseHeaders?: Record<string, unknown>;
  };
  return { status: statusCode, message, headers: responseHeaders };
}
