import {
  getBitbucketServerRequestOptions,
  type BitbucketServerIntegration,
} from '@backstage/integration';
import type { RepoLocation } from '@syntasso/plugin-ske-common';
import type { NumberedPullRequest, ScmHost } from '../ScmHost';
import { fetchByNumber, pathBelow, hostCallAt } from '../hostCall';
import { stateOf } from './bitbucketState';
import { answerOfJson, askJson } from './json';

/** A pull request as Bitbucket Server tells of it. */
interface RawPullRequest {
  id: number;
  version: number;
  state: string;
  closedDate?: number;
  links: { self: { href: string }[] };
  reviewers?: { status: string }[];
  fromRef: { latestCommit?: string; repository?: { id?: number } };
  toRef: { displayId: string; repository?: { id?: number } };
  properties?: { mergeResult?: { outcome?: string } };
}

/**
 * Bitbucket Server and Data Center. It has no client library that is looked
 * after, so its JSON API is asked itself.
 */
export function bitbucketServerHost(
  integration: BitbucketServerIntegration,
): ScmHost {
  const { config } = integration;
  const { host, apiBaseUrl } = config;
  const base = apiBaseUrl.replace(/\/rest\/api\/[^/]+\/?$/, '');
  const projectOf = (repo: RepoLocation) => repo.project ?? repo.owner ?? '';
  const nameOf = (repo: RepoLocation) => `${projectOf(repo)}/${repo.repo}`;
  const call = hostCallAt(host, answerOfJson);
  const askAt = async <T>(
    repo: RepoLocation,
    doing: string,
    url: string,
    init: { method?: string; body?: unknown } = {},
  ): Promise<T> =>
    call(`${doing} ${nameOf(repo)}`, () =>
      askJson<T>(url, {
        ...init,
        headers: getBitbucketServerRequestOptions(config).headers,
      }),
    );
  const ask = <T>(
    repo: RepoLocation,
    doing: string,
    path: string,
    init?: { method?: string; body?: unknown },
  ) =>
    askAt<T>(
      repo,
      doing,
      `${apiBaseUrl}/projects/${projectOf(repo)}/repos/${
        repo.repo
      }/pull-requests${path}`,
      init,
    );
  const addDetails = async (
    repo: RepoLocation,
    raw: RawPullRequest,
  ): Promise<NumberedPullRequest> => {
    const pull = pullRequestOf(raw);
    const commit = raw.fromRef.latestCommit;
    if (pull.state !== 'open' || !commit) return pull;
    const stats = await askAt<Record<string, number>>(
      repo,
      'read the checks of',
      `${base}/rest/build-status/1.0/commits/stats/${commit}`,
    );
    return { ...pull, checks: checksOf(stats) };
  };
  const one = (repo: RepoLocation, number: number) =>
    ask<RawPullRequest>(repo, 'read a pull request of', `/${number}`);

  return {
    type: 'bitbucketServer',
    host,
    cloneUrl: repo => `${base}/scm/${nameOf(repo).toLowerCase()}.git`,
    webUrl: repo => `${base}/projects/${projectOf(repo)}/repos/${repo.repo}`,
    async find(repo, between) {
      const query = new URLSearchParams({
        at: `refs/heads/${between.branch}`,
        direction: 'OUTGOING',
        state: 'ALL',
        order: 'NEWEST',
      });
      const { values } = await ask<{ values: RawPullRequest[] }>(
        repo,
        'read the pull requests of',
        `?${query}`,
      );
      const ours = values.filter(
        ({ fromRef, toRef }) =>
          toRef.displayId === between.base &&
          fromRef.repository?.id === toRef.repository?.id,
      );
      return Promise.all(ours.map(raw => addDetails(repo, raw)));
    },
    async open(repo, { branch, base: into, title, description }) {
      const at = (name: string) => ({
        id: `refs/heads/${name}`,
        repository: { slug: repo.repo, project: { key: projectOf(repo) } },
      });
      return pullRequestOf(
        await ask<RawPullRequest>(repo, 'open a pull request in', '', {
          method: 'POST',
          body: { title, description, fromRef: at(branch), toRef: at(into) },
        }),
      );
    },
    async update(repo, number, { title, description }) {
      const { version } = await one(repo, number);
      await ask(repo, 'change a pull request in', `/${number}`, {
        method: 'PUT',
        body: { version, title, description },
      });
    },
    read: (repo, numbers) =>
      fetchByNumber(
        numbers,
        async () => {
          const { values } = await ask<{ values: RawPullRequest[] }>(
            repo,
            'read the pull requests of',
            '?state=OPEN&limit=100',
          );
          const ours = values.filter(({ id }) => numbers.includes(id));
          return Promise.all(ours.map(raw => addDetails(repo, raw)));
        },
        async number => addDetails(repo, await one(repo, number)),
      ),
    parse(url) {
      const match =
        /^\/projects\/([^/]+)\/repos\/([^/]+)\/pull-requests\/(\d+)/.exec(
          pathBelow(url, base),
        );
      if (!match) return undefined;
      const [, project, repo, number] = match;
      return { repo: { host, project, repo }, number: Number(number) };
    },
  };
}

function pullRequestOf(raw: RawPullRequest): NumberedPullRequest {
  const statuses = (raw.reviewers ?? []).map(({ status }) => status);
  return {
    number: raw.id,
    url: raw.links.self[0]?.href ?? '',
    state: stateOf(raw.state),
    review: reviewOf(statuses),
    checks: 'none',
    conflicts: raw.properties?.mergeResult?.outcome === 'CONFLICTED',
    endedAt: raw.closedDate
      ? new Date(raw.closedDate).toISOString()
      : undefined,
  };
}

function reviewOf(statuses: string[]) {
  if (statuses.includes('NEEDS_WORK')) return 'changesRequested';
  return statuses.includes('APPROVED') ? 'approved' : 'none';
}

function checksOf(stats: Record<string, number>) {
  if (stats.failed > 0) return 'failing';
  if (stats.inProgress > 0) return 'running';
  return stats.successful > 0 ? 'passing' : 'none';
}
