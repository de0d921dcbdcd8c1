import type {
  AzureDevOpsCredentialsProvider,
  AzureIntegration,
} from '@backstage/integration';
import type { RepoLocation } from '@syntasso/plugin-ske-common';
import { z } from 'zod';
import type { NumberedPullRequest, ScmHost } from '../ScmHost';
import { fetchByNumber, pathBelow, hostCallAt } from '../hostCall';
import { answerOfJson, askJson, readAnswer } from './json';

const LISTED = '200';
/** The oldest that has all that is asked for here: that of Azure DevOps Server 2020. */
const API_VERSION = '6.0';
/** Checks became more than a preview with 7.0; this is taken before and after. */
const STATUSES_VERSION = '6.0-preview.1';

const pullRequestSchema = z.object({
  pullRequestId: z.number(),
  status: z.string().nullish(),
  mergeStatus: z.string().nullish(),
  closedDate: z.string().nullish(),
  /** Votes: 10 and 5 approve, -5 waits for the author, -10 rejects. */
  reviewers: z.array(z.object({ vote: z.number().nullish() })).nullish(),
  /** Absent where the branch is in the repository itself. */
  forkSource: z.object({}).nullish(),
});
type RawPullRequest = z.infer<typeof pullRequestSchema>;

const listSchema = z.object({ value: z.array(pullRequestSchema) });
const statusesSchema = z.object({
  value: z.array(z.object({ state: z.string().nullish() })),
});

/**
 * Azure DevOps, in the cloud and as a server. Its client library is 6 MB, for five
 * requests, so its JSON API is asked itself.
 */
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
  // A collection of Azure DevOps Server may be within another path: `tfs/DefaultCollection`.
  const orgPath = (repo: RepoLocation) => pathOf(orgOf(repo).split('/'));
  const webUrl = (repo: RepoLocation) =>
    `${base}/${orgPath(repo)}/${pathOf([projectOf(repo), '_git', repo.repo])}`;
  const call = hostCallAt(host, answerOfJson);
  const apiOf = (repo: RepoLocation) => {
    const names = [projectOf(repo), '_apis', 'git', 'repositories', repo.repo];
    return `${base}/${orgPath(repo)}/${pathOf(
      names.filter(Boolean),
    )}/pullRequests`;
  };
  /** Asks about the pull requests of a repository, or what is below them. */
  const ask = async <T>(
    schema: z.ZodType<T>,
    repo: RepoLocation,
    doing: string,
    init: {
      path?: string;
      query?: Record<string, string>;
      method?: string;
      body?: unknown;
    },
  ): Promise<T> => {
    const found = await credentials.getCredentials({ url: webUrl(repo) });
    const { path = '', query, method, body } = init;
    const search = new URLSearchParams({
      'api-version': API_VERSION,
      ...query,
    });
    return call(`${doing} ${nameOf(repo)}`, async () => {
      const answer = await askJson<unknown>(`${apiOf(repo)}${path}?${search}`, {
        method,
        body,
        // For a credential that is not accepted: 401 in place of a page to sign in.
        headers: { ...found?.headers, 'x-tfs-fedauthredirect': 'Suppress' },
      });
      return readAnswer(schema, answer);
    });
  };
  const addDetails = async (
    repo: RepoLocation,
    raw: RawPullRequest,
  ): Promise<NumberedPullRequest> => {
    const pull = pullRequestOf(raw, webUrl(repo));
    if (pull.state !== 'open') return pull;
    const { value } = await ask(statusesSchema, repo, 'read the checks of', {
      path: `/${pull.number}/statuses`,
      query: { 'api-version': STATUSES_VERSION },
    });
    return { ...pull, checks: checksOf(value.map(({ state }) => state)) };
  };
  const list = async (repo: RepoLocation, criteria: Record<string, string>) => {
    const query = Object.entries(criteria).map(
      ([name, value]) => [`searchCriteria.${name}`, value] as const,
    );
    const { value } = await ask(listSchema, repo, 'read the pull requests of', {
      query: { ...Object.fromEntries(query), $top: LISTED },
    });
    return value;
  };

  return {
    type: 'azure',
    host,
    cloneUrl: webUrl,
    webUrl,
    async find(repo, between) {
      const found = await list(repo, {
        sourceRefName: `refs/heads/${between.branch}`,
        targetRefName: `refs/heads/${between.base}`,
        status: 'all',
      });
      // A fork may have a branch of the same name.
      const own = found.filter(({ forkSource }) => !forkSource);
      const newest = own.sort((a, b) => b.pullRequestId - a.pullRequestId);
      return Promise.all(newest.map(raw => addDetails(repo, raw)));
    },
    async open(repo, { branch, base: into, title, description }) {
      const raw = await ask(pullRequestSchema, repo, 'open a pull request in', {
        method: 'POST',
        body: {
          sourceRefName: `refs/heads/${branch}`,
          targetRefName: `refs/heads/${into}`,
          title,
          description,
        },
      });
      return pullRequestOf(raw, webUrl(repo));
    },
    async update(repo, number, { title, description }) {
      await ask(z.unknown(), repo, 'change a pull request in', {
        method: 'PATCH',
        path: `/${number}`,
        body: { title, description },
      });
    },
    read: (repo, numbers) =>
      fetchByNumber(
        numbers,
        async () => {
          const open = await list(repo, { status: 'active' });
          const ours = open.filter(({ pullRequestId }) =>
            numbers.includes(pullRequestId),
          );
          return Promise.all(ours.map(raw => addDetails(repo, raw)));
        },
        async number => {
          const raw = await ask(
            pullRequestSchema,
            repo,
            'read a pull request of',
            { path: `/${number}` },
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
      const [organization, project, repo] = match.slice(1, 4).map(nameIn);
      if (!organization || !project || !repo) return undefined;
      return {
        repo: { host, organization, project, repo },
        number: Number(match[4]),
      };
    },
  };
}

const pathOf = (names: string[]) => names.map(encodeURIComponent).join('/');

/**
 * The name that a part of an address stands for. Undefined for what no host has written:
 * encoded wrongly, or leading to another path.
 */
function nameIn(part: string): string | undefined {
  try {
    const name = decodeURIComponent(part);
    const isName = !['.', '..'].includes(name) && /^[^/\\?#]+$/.test(name);
    return isName ? name : undefined;
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

function pullRequestOf(
  raw: RawPullRequest,
  repositoryUrl: string,
): NumberedPullRequest {
  return {
    number: raw.pullRequestId,
    url: `${repositoryUrl}/pullrequest/${raw.pullRequestId}`,
    state: stateOf(raw.status),
    review: reviewOf((raw.reviewers ?? []).map(({ vote }) => vote ?? 0)),
    checks: 'none',
    conflicts: raw.mergeStatus === 'conflicts',
    endedAt: raw.closedDate
      ? new Date(raw.closedDate).toISOString()
      : undefined,
  };
}

function stateOf(
  status: string | null | undefined,
): NumberedPullRequest['state'] {
  if (status === 'completed') return 'merged';
  return status === 'abandoned' ? 'closed' : 'open';
}

function reviewOf(votes: number[]) {
  if (votes.some(vote => vote < 0)) return 'changesRequested';
  return votes.some(vote => vote > 0) ? 'approved' : 'none';
}

function checksOf(states: (string | null | undefined)[]) {
  if (states.length === 0) return 'none';
  if (states.some(state => state === 'failed' || state === 'error')) {
    return 'failing';
  }
  return states.includes('pending') ? 'running' : 'passing';
}
