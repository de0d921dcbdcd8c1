import type { GiteaIntegration } from '@backstage/integration';
import type { RepoLocation } from '@syntasso/plugin-ske-common';
import { giteaApi, type PullRequest, type PullReview } from 'gitea-js';
import { scmError } from '../errors';
import type { NumberedPullRequest, ScmHost } from '../ScmHost';

const PAGE = 50;
/** So many of the last pull requests are looked through for a branch. */
const MOST_PAGES = 4;

/** Gitea and Forgejo. */
export function giteaHost(integration: GiteaIntegration): ScmHost {
  const { host, baseUrl, username, password } = integration.config;
  const base = (baseUrl ?? `https://${host}`).replace(/\/+$/, '');
  const auth = authOf(username, password);
  const api = giteaApi(base, {
    // It has room for a token of its own only, and none for a password.
    customFetch: (input, init) =>
      fetch(input, { ...init, headers: { ...init?.headers, ...auth } }),
  });
  const named = (repo: RepoLocation) => [repo.owner ?? '', repo.repo] as const;
  const trying = async <T>(
    doing: string,
    work: () => Promise<{ data: T }>,
  ): Promise<T> => {
    try {
      return (await work()).data;
    } catch (error) {
      throw scmError({ doing, host }, answerOf(error));
    }
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
    const reviews = await trying(`read the reviews in ${where(repo)}`, () =>
      api.repos.repoListPullReviews(...named(repo), number),
    );
    return lastWord(reviews);
  };
  const checksOf = async (repo: RepoLocation, sha: string | undefined) => {
    if (!sha) return 'none';
    const status = await trying(`read the checks in ${where(repo)}`, () =>
      api.repos.repoGetCombinedStatusByRef(...named(repo), sha),
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
        const pulls = await trying(
          `read the pull requests of ${where(repo)}`,
          () =>
            api.repos.repoListPullRequests(...named(repo), {
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
              pull.base?.ref === between.base,
          ),
        );
        if (pulls.length < PAGE || found.length > 0) break;
      }
      found.sort((a, b) => (b.number ?? 0) - (a.number ?? 0));
      return Promise.all(found.map(pull => asNumbered(repo, pull)));
    },
    async open(repo, { branch, base: to, title, description }) {
      const pull = await trying(`open a pull request in ${where(repo)}`, () =>
        api.repos.repoCreatePullRequest(...named(repo), {
          head: branch,
          base: to,
          title,
          body: description,
        }),
      );
      return asNumbered(repo, pull);
    },
    async update(repo, number, { title, description }) {
      await trying(`change a pull request in ${where(repo)}`, () =>
        api.repos.repoEditPullRequest(...named(repo), number, {
          title,
          body: description,
        }),
      );
    },
    async read(repo, numbers) {
      const wanted = new Set(numbers);
      const read = new Map<number, NumberedPullRequest>();
      // Those that are open come in one answer; the few others one by one.
      const open = await trying(
        `read the pull requests of ${where(repo)}`,
        () =>
          api.repos.repoListPullRequests(...named(repo), {
            state: 'open',
            limit: PAGE,
          }),
      );
      for (const pull of open.filter(p => wanted.has(p.number ?? 0))) {
        read.set(pull.number ?? 0, await asNumbered(repo, pull));
      }
      for (const number of wanted) {
        if (read.has(number)) continue;
        try {
          const pull = await trying(
            `read pull request ${number} of ${where(repo)}`,
            () => api.repos.repoGetPullRequest(...named(repo), number),
          );
          read.set(number, await asNumbered(repo, pull));
        } catch (error) {
          if ((error as Error).name !== 'NotFoundError') throw error;
        }
      }
      return read;
    },
    parse(url) {
      const match = /^\/([^/]+)\/([^/]+)\/pulls\/(\d+)/.exec(pathIn(url, base));
      return (
        (match && {
          repo: { host, owner: match[1], repo: match[2] },
          number: Number(match[3]),
        }) ??
        undefined
      );
    },
  };
}

function stateOf(pull: PullRequest): NumberedPullRequest['state'] {
  if (pull.merged) return 'merged';
  return pull.state === 'open' ? 'open' : 'closed';
}

/** The path of an address below another; '' for one that is elsewhere. */
function pathIn(url: string, base: string): string {
  return url.startsWith(`${base}/`) ? url.slice(base.length) : '';
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
