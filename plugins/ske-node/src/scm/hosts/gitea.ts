import type { GiteaIntegration } from '@backstage/integration';
import type { RepoLocation } from '@syntasso/plugin-ske-common';
import type { Api, PullRequest, PullReview } from 'gitea-js';
import { fetchWithLimits } from '../../utils/fetchWithLimits';
import { loadClientLibrary } from '../clientLibraries';
import type { NumberedPullRequest, ScmHost } from '../ScmHost';
import { fetchByNumber, pathBelow, hostCallAt } from '../hostCall';

const PAGE = 50;
/** So many of the last pull requests are looked through for a branch. */
const MOST_PAGES = 4;

/** Gitea and Forgejo. */
export function giteaHost(integration: GiteaIntegration): ScmHost {
  const { host, baseUrl, username, password } = integration.config;
  const base = (baseUrl ?? `https://${host}`).replace(/\/+$/, '');
  const auth = authOf(username, password);
  let client: Api<unknown> | undefined;
  const clientOf = () => {
    client ??= loadClientLibrary('gitea', host).giteaApi(base, {
      // It has room for a token of its own only, and none for a password.
      customFetch: (input, init) =>
        fetchWithLimits(String(input), {
          ...init,
          headers: { ...init?.headers, ...auth },
        }),
    });
    return client;
  };
  const named = (repo: RepoLocation) => [repo.owner ?? '', repo.repo] as const;
  const callRaw = hostCallAt(host, answerOf);
  const call = async <T>(
    doing: string,
    work: (repos: Api<unknown>['repos']) => Promise<{ data: T }>,
  ) => {
    const { repos } = clientOf();
    return (await callRaw(doing, () => work(repos))).data;
  };
  const where = (repo: RepoLocation) => `${repo.owner}/${repo.repo}`;

  const asNumbered = async (
    repo: RepoLocation,
    pull: PullRequest,
  ): Promise<NumberedPullRequest> => {
    const open = pull.state === 'open';
    const number = pull.number ?? 0;
    return {
      number,
      url: pull.html_url ?? '',
      state: stateOf(pull),
      conflicts: open && pull.mergeable === false,
      endedAt: pull.merged_at ?? pull.closed_at ?? undefined,
      review: open ? await reviewOf(repo, number) : 'none',
      checks: open ? await checksOf(repo, pull.head?.sha) : 'none',
    };
  };
  const reviewOf = async (repo: RepoLocation, number: number) => {
    const reviews = await call(`read the reviews in ${where(repo)}`, repos =>
      repos.repoListPullReviews(...named(repo), number),
    );
    return lastWord(reviews);
  };
  const checksOf = async (repo: RepoLocation, sha: string | undefined) => {
    if (!sha) return 'none';
    const status = await call(`read the checks in ${where(repo)}`, repos =>
      repos.repoGetCombinedStatusByRef(...named(repo), sha),
    );
    if (!status.total_count) return 'none';
    if (status.state === 'success') return 'passing';
    return status.state === 'pending' ? 'running' : 'failing';
  };

  return {
    type: 'gitea',
    host,
    cloneUrl: repo => `${base}/${where(repo)}.git`,
    webUrl: repo => `${base}/${where(repo)}`,
    async find(repo, between) {
      const found: PullRequest[] = [];
      for (let page = 1; page <= MOST_PAGES; page += 1) {
        const pulls = await call(
          `read the pull requests of ${where(repo)}`,
          repos =>
            repos.repoListPullRequests(...named(repo), {
              state: 'all',
              sort: 'recentupdate',
              page,
              limit: PAGE,
            }),
        );
        found.push(
          ...pulls.filter(
            pull =>
              pull.head?.ref === between.branch &&
              pull.base?.ref === between.base &&
              // A fork may have a branch of the same name.
              pull.head?.repo_id === pull.base?.repo_id,
          ),
        );
        if (pulls.length < PAGE || found.length > 0) break;
      }
      found.sort((a, b) => (b.number ?? 0) - (a.number ?? 0));
      return Promise.all(found.map(pull => asNumbered(repo, pull)));
    },
    async open(repo, { branch, base: to, title, description }) {
      const pull = await call(`open a pull request in ${where(repo)}`, repos =>
        repos.repoCreatePullRequest(...named(repo), {
          head: branch,
          base: to,
          title,
          body: description,
        }),
      );
      return asNumbered(repo, pull);
    },
    async update(repo, number, { title, description }) {
      await call(`change a pull request in ${where(repo)}`, repos =>
        repos.repoEditPullRequest(...named(repo), number, {
          title,
          body: description,
        }),
      );
    },
    read: (repo, numbers) =>
      fetchByNumber(
        numbers,
        async () => {
          const open = await call(
            `read the pull requests of ${where(repo)}`,
            repos =>
              repos.repoListPullRequests(...named(repo), {
                state: 'open',
                limit: PAGE,
              }),
          );
          const ours = open.filter(pull => numbers.includes(pull.number ?? 0));
          return Promise.all(ours.map(pull => asNumbered(repo, pull)));
        },
        async number => {
          const pull = await call(
            `read pull request ${number} of ${where(repo)}`,
            repos => repos.repoGetPullRequest(...named(repo), number),
          );
          return asNumbered(repo, pull);
        },
      ),
    parse(url) {
      const match = /^\/([^/]+)\/([^/]+)\/pulls\/(\d+)/.exec(
        pathBelow(url, base),
      );
      if (!match) return undefined;
      const [, owner, repo, number] = match;
      return { repo: { host, owner, repo }, number: Number(number) };
    },
  };
}

function stateOf(pull: PullRequest): NumberedPullRequest['state'] {
  if (pull.merged) return 'merged';
  return pull.state === 'open' ? 'open' : 'closed';
}

function authOf(
  username: string | undefined,
  password: string | undefined,
): Record<string, string> {
  if (!password) return {};
  return username
    ? {
        authorization: `Basic ${Buffer.from(`${username}:${password}`).toString(
          'base64',
        )}`,
      }
    : { authorization: `token ${password}` };
}

/** What the last review of each reviewer comes to. */
function lastWord(reviews: PullReview[]) {
  const last = new Map<string, string>();
  for (const { user, state, dismissed, stale } of reviews) {
    if (dismissed || !user?.login) continue;
    if (state === 'APPROVED' && !stale) last.set(user.login, state);
    if (state === 'REQUEST_CHANGES') last.set(user.login, state);
  }
  const words = [...last.values()];
  if (words.includes('REQUEST_CHANGES')) return 'changesRequested';
  return words.includes('APPROVED') ? 'approved' : 'none';
}

/** gitea-js throws the answer itself. */
function answerOf(error: unknown) {
  const {
    status,
    statusText,
    error: body,
    headers,
  } = error as Partial<Response & { error: { message?: string } }>;
  if (typeof status !== 'number') {
    return { status: undefined, message: String(error) };
  }
  return {
    status,
    message: body?.message ?? statusText ?? '',
    headers: headers && Object.fromEntries(headers),
  };
}
