import type {
  GithubCredentialsProvider,
  GithubIntegration,
} from '@backstage/integration';
import type { RepoLocation } from '@syntasso/plugin-ske-common';
import type { Octokit } from '@octokit/core';
import { fetchWithLimits } from '../../utils/fetchWithLimits';
import { loadClientLibrary } from '../clientLibraries';
import type { NumberedPullRequest, ScmHost } from '../ScmHost';
import { pathBelow, hostCallAt } from '../hostCall';

/** So many pull requests are asked about in one question. */
const AT_ONCE = 50;

/** A pull request as GitHub's GraphQL API tells of it. */
interface RawPullRequest {
  number: number;
  url: string;
  state: 'OPEN' | 'MERGED' | 'CLOSED';
  mergedAt: string | null;
  closedAt: string | null;
  mergeable: 'MERGEABLE' | 'CONFLICTING' | 'UNKNOWN';
  reviewDecision: 'APPROVED' | 'CHANGES_REQUESTED' | 'REVIEW_REQUIRED' | null;
  commits: {
    nodes: { commit: { statusCheckRollup: { state: string } | null } }[];
  };
}

const FIELDS = `number url state mergedAt closedAt mergeable reviewDecision
  commits(last: 1) { nodes { commit { statusCheckRollup { state } } } }`;

/** GitHub and GitHub Enterprise. */
export function githubHost(
  integration: GithubIntegration,
  credentials: GithubCredentialsProvider,
): ScmHost {
  const { host, apiBaseUrl } = integration.config;
  const base = `https://${host}`;
  const where = ({ owner, repo }: RepoLocation) => `${owner}/${repo}`;
  const named = ({ owner = '', repo }: RepoLocation) => ({ owner, repo });
  const clientFor = async (repo: RepoLocation) => {
    const { token } = await credentials.getCredentials({
      url: `${base}/${where(repo)}`,
    });
    const library = loadClientLibrary('github', host);
    return new library.Octokit({
      auth: token,
      baseUrl: apiBaseUrl,
      request: {
        fetch: (url: string, init?: RequestInit) => fetchWithLimits(url, init),
      },
      log: silent,
    });
  };
  const call = hostCallAt(host, answerOf);

  const read = async (repo: RepoLocation, numbers: number[]) => {
    const client = await clientFor(repo);
    const found = new Map<number, NumberedPullRequest>();
    for (let start = 0; start < numbers.length; start += AT_ONCE) {
      const part = numbers.slice(start, start + AT_ONCE);
      const raw = await call(`read the pull requests of ${where(repo)}`, () =>
        askAll(client, repo, part),
      );
      raw.forEach(pull => found.set(pull.number, pullRequestOf(pull)));
    }
    return found;
  };

  return {
    type: 'github',
    host,
    cloneUrl: repo => `${base}/${where(repo)}.git`,
    webUrl: repo => `${base}/${where(repo)}`,
    read,
    async find(repo, between) {
      const client = await clientFor(repo);
      const { data } = await call(
        `read the pull requests of ${where(repo)}`,
        () =>
          client.request('GET /repos/{owner}/{repo}/pulls', {
            ...named(repo),
            head: `${repo.owner}:${between.branch}`,
            base: between.base,
            state: 'all',
            sort: 'created',
            direction: 'desc',
          }),
      );
      const known = await read(
        repo,
        data.map(({ number }) => number),
      );
      return data
        .map(({ number }) => known.get(number))
        .filter(pull => pull !== undefined);
    },
    async open(repo, { branch, base: into, title, description }) {
      const client = await clientFor(repo);
      const { data } = await call(`open a pull request in ${where(repo)}`, () =>
        client.request('POST /repos/{owner}/{repo}/pulls', {
          ...named(repo),
          head: branch,
          base: into,
          title,
          body: description,
        }),
      );
      return {
        number: data.number,
        url: data.html_url,
        state: 'open',
        review: 'none',
        checks: 'none',
        conflicts: false,
      };
    },
    async update(repo, number, { title, description }) {
      const client = await clientFor(repo);
      await call(`change a pull request in ${where(repo)}`, () =>
        client.request('PATCH /repos/{owner}/{repo}/pulls/{pull_number}', {
          ...named(repo),
          pull_number: number,
          title,
          body: description,
        }),
      );
    },
    parse(url) {
      const match = /^\/([^/]+)\/([^/]+)\/pull\/(\d+)/.exec(
        pathBelow(url, base),
      );
      if (!match) return undefined;
      const [, owner, repo, number] = match;
      return { repo: { host, owner, repo }, number: Number(number) };
    },
  };
}

/** In one question; what is gone comes as an error beside the rest. */
async function askAll(
  client: Octokit,
  { owner, repo }: RepoLocation,
  numbers: number[],
): Promise<RawPullRequest[]> {
  if (numbers.length === 0) return [];
  const parts = numbers.map(
    number => `p${number}: pullRequest(number: ${number}) { ${FIELDS} }`,
  );
  const query = `query ($owner: String!, $repo: String!) {
    repository(owner: $owner, name: $repo) { ${parts.join('\n')} }
  }`;
  interface Answer {
    repository: Record<string, RawPullRequest | null> | null;
  }
  const answer = await client
    .graphql<Answer>(query, { owner, repo })
    .catch(error => {
      const { data, errors } = error as {
        data?: Answer;
        errors?: { type?: string }[];
      };
      const onlyMissing = errors?.every(({ type }) => type === 'NOT_FOUND');
      if (data?.repository && onlyMissing) return data;
      if (errors?.some(({ type }) => type === 'RATE_LIMITED')) {
        throw Object.assign(error, { status: 429 });
      }
      // The library says of its own errors not that there was an answer.
      const status = onlyMissing ? 404 : 422;
      throw errors ? Object.assign(error, { status }) : error;
    });
  return Object.values(answer.repository ?? {}).filter(pull => pull !== null);
}

function pullRequestOf(raw: RawPullRequest): NumberedPullRequest {
  const rollup = raw.commits.nodes[0]?.commit.statusCheckRollup?.state;
  return {
    number: raw.number,
    url: raw.url,
    state: ({ OPEN: 'open', MERGED: 'merged', CLOSED: 'closed' } as const)[
      raw.state
    ],
    endedAt: raw.mergedAt ?? raw.closedAt ?? undefined,
    conflicts: raw.mergeable === 'CONFLICTING',
    review: reviewOf(raw.reviewDecision),
    checks: checksOf(rollup),
  };
}

function reviewOf(decision: RawPullRequest['reviewDecision']) {
  if (decision === 'APPROVED') return 'approved';
  return decision === 'CHANGES_REQUESTED' ? 'changesRequested' : 'none';
}

function checksOf(state: string | undefined) {
  switch (state) {
    case undefined:
      return 'none';
    case 'SUCCESS':
      return 'passing';
    case 'PENDING':
    case 'EXPECTED':
      return 'running';
    default:
      return 'failing';
  }
}

/** What Octokit logs is said in our own errors. */
const silent = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
};

function answerOf(error: unknown) {
  const { status, message, response } = error as {
    status?: number;
    message: string;
    response?: { headers?: Record<string, unknown>; data?: unknown };
  };
  const details = (response?.data as { errors?: { message?: string }[] })
    ?.errors;
  return {
    // Octokit calls a connection that failed 500 itself, without an answer.
    status: response || status !== 500 ? status : undefined,
    message: [message, ...(details ?? []).map(d => d.message ?? '')]
      .join(' ')
      .trim(),
    headers: response?.headers,
  };
}
