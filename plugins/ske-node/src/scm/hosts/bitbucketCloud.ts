import {
  getBitbucketCloudRequestOptions,
  type BitbucketCloudIntegration,
} from '@backstage/integration';
import type { RepoLocation } from '@syntasso/plugin-ske-common';
import type { NumberedPullRequest, ScmHost } from '../ScmHost';
import { pathBelow, hostCallAt } from '../hostCall';
import { stateOf } from './bitbucketState';
import { answerOfJson, askJson } from './json';

const STATES = ['OPEN', 'MERGED', 'DECLINED', 'SUPERSEDED'];
/** So many pull requests are asked about in one question. */
const AT_ONCE = 40;

/** A pull request as Bitbucket tells of it. */
interface RawPullRequest {
  id: number;
  state: string;
  updated_on?: string;
  links: { html: { href: string } };
  participants?: { state: string | null }[];
  source?: { repository?: { full_name?: string } | null };
  destination?: { repository?: { full_name?: string } | null };
}

/**
 * Bitbucket Cloud. Of its client libraries none is looked after, so its JSON API
 * is asked itself.
 */
export function bitbucketCloudHost(
  integration: BitbucketCloudIntegration,
): ScmHost {
  const { config } = integration;
  const { host } = config;
  const base = `https://${host}`;
  const nameOf = (repo: RepoLocation) =>
    `${repo.workspace ?? repo.owner}/${repo.repo}`;
  const call = hostCallAt(host, answerOfJson);
  const ask = async <T>(
    repo: RepoLocation,
    doing: string,
    path: string,
    init: { method?: string; body?: unknown } = {},
  ): Promise<T> =>
    call(`${doing} ${nameOf(repo)}`, async () => {
      const { headers } = await getBitbucketCloudRequestOptions(config);
      const url = `${config.apiBaseUrl}/repositories/${nameOf(repo)}${path}`;
      return askJson<T>(url, { ...init, headers });
    });
  const list = async (repo: RepoLocation, q: string) => {
    const query = new URLSearchParams([
      ['q', q],
      ...STATES.map(state => ['state', state]),
      ['sort', '-created_on'],
      ['pagelen', '50'],
      ['fields', '+values.participants'],
    ]);
    const { values } = await ask<{ values: RawPullRequest[] }>(
      repo,
      'read the pull requests of',
      `/pullrequests?${query}`,
    );
    return values;
  };
  const addDetails = async (
    repo: RepoLocation,
    raw: RawPullRequest,
  ): Promise<NumberedPullRequest> => {
    const pull = pullRequestOf(raw);
    if (pull.state !== 'open') return pull;
    const { values } = await ask<{ values: { state: string }[] }>(
      repo,
      'read the checks of',
      `/pullrequests/${raw.id}/statuses?pagelen=100`,
    );
    return { ...pull, checks: checksOf(values.map(({ state }) => state)) };
  };

  return {
    type: 'bitbucketCloud',
    host,
    cloneUrl: repo => `${base}/${nameOf(repo)}.git`,
    webUrl: repo => `${base}/${nameOf(repo)}`,
    async find(repo, { branch, base: into }) {
      const found = await list(
        repo,
        `source.branch.name = "${branch}" AND destination.branch.name = "${into}"`,
      );
      // A fork may have a branch of the same name.
      const own = found.filter(
        ({ source, destination }) =>
          source?.repository?.full_name === destination?.repository?.full_name,
      );
      return Promise.all(own.map(raw => addDetails(repo, raw)));
    },
    async open(repo, { branch, base: into, title, description }) {
      return pullRequestOf(
        await ask<RawPullRequest>(
          repo,
          'open a pull request in',
          '/pullrequests',
          {
            method: 'POST',
            body: {
              title,
              description,
              source: { branch: { name: branch } },
              destination: { branch: { name: into } },
            },
          },
        ),
      );
    },
    async update(repo, number, { title, description }) {
      await ask(repo, 'change a pull request in', `/pullrequests/${number}`, {
        method: 'PUT',
        body: { title, description },
      });
    },
    async read(repo, numbers) {
      const found = new Map<number, NumberedPullRequest>();
      for (let start = 0; start < numbers.length; start += AT_ONCE) {
        const part = numbers.slice(start, start + AT_ONCE);
        const pulls = await list(
          repo,
          part.map(number => `id = ${number}`).join(' OR '),
        );
        const read = await Promise.all(pulls.map(raw => addDetails(repo, raw)));
        read.forEach(pull => found.set(pull.number, pull));
      }
      return found;
    },
    parse(url) {
      const match = /^\/([^/]+)\/([^/]+)\/pull-requests\/(\d+)/.exec(
        pathBelow(url, base),
      );
      if (!match) return undefined;
      const [, workspace, repo, number] = match;
      return { repo: { host, workspace, repo }, number: Number(number) };
    },
  };
}

function pullRequestOf(raw: RawPullRequest): NumberedPullRequest {
  const state = stateOf(raw.state);
  const states = (raw.participants ?? []).map(participant => participant.state);
  return {
    number: raw.id,
    url: raw.links.html.href,
    state,
    review: reviewOf(states),
    checks: 'none',
    conflicts: false,
    endedAt: state === 'open' ? undefined : raw.updated_on,
  };
}

function reviewOf(states: (string | null)[]) {
  if (states.includes('changes_requested')) return 'changesRequested';
  return states.includes('approved') ? 'approved' : 'none';
}

function checksOf(states: string[]) {
  if (states.length === 0) return 'none';
  if (states.some(state => state === 'FAILED' || state === 'STOPPED')) {
    return 'failing';
  }
  return states.includes('INPROGRESS') ? 'running' : 'passing';
}
