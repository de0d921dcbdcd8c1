import type {
  GitLabIntegration,
  GitlabCredentialsProvider,
} from '@backstage/integration';
import type { RepoLocation } from '@syntasso/plugin-ske-common';
import type { MergeRequestSchema } from '@gitbeaker/rest';
import { JSON_LIMITS } from '../../utils/fetchWithLimits';
import { loadClientLibrary } from '../clientLibraries';
import type { NumberedPullRequest, ScmHost } from '../ScmHost';
import { pathBelow, hostCallAt } from '../hostCall';

const PAGE = 100;

/** GitLab, of any size. Its pull requests are called merge requests. */
export function gitlabHost(
  integration: GitLabIntegration,
  credentials: GitlabCredentialsProvider,
): ScmHost {
  const { host, baseUrl } = integration.config;
  const base = baseUrl.replace(/\/+$/, '');
  const projectOf = ({ owner, repo }: RepoLocation) => `${owner}/${repo}`;
  const clientFor = async (repo: RepoLocation) => {
    const { token } = await credentials.getCredentials({
      url: `${base}/${projectOf(repo)}`,
    });
    const { Gitlab } = loadClientLibrary('gitlab', host);
    const options = { host: base, queryTimeout: JSON_LIMITS.totalMs };
    // As a bearer token: fetch takes it away where a redirect leads to another host. The
    // header of GitLab's own, PRIVATE-TOKEN, would go along.
    return token
      ? new Gitlab({ ...options, oauthToken: token })
      : new Gitlab(options);
  };
  const call = hostCallAt(host, answerOf);

  /** With what only the request itself tells. */
  const addDetails = async (
    repo: RepoLocation,
    raw: MergeRequestSchema,
  ): Promise<NumberedPullRequest> => {
    const pull = pullRequestOf(raw);
    if (pull.state !== 'open') return pull;
    const client = await clientFor(repo);
    const project = projectOf(repo);
    const doing = `read a merge request of ${project}`;
    const [one, approvals] = await Promise.all([
      call(doing, () => client.MergeRequests.show(project, raw.iid)),
      call(doing, () =>
        client.MergeRequestApprovals.showConfiguration(project, {
          mergerequestIId: raw.iid,
        }),
      ),
    ]);
    const { approved_by: by } = approvals as { approved_by?: unknown[] };
    // Newer than the library knows.
    const status: string = one.detailed_merge_status;
    const changes = status === 'requested_changes';
    const approved = (by ?? []).length > 0;
    return {
      ...pull,
      review: reviewOf(changes, approved),
      checks: checksOf(one.head_pipeline?.status),
    };
  };

  return {
    type: 'gitlab',
    host,
    cloneUrl: repo => `${base}/${projectOf(repo)}.git`,
    webUrl: repo => `${base}/${projectOf(repo)}`,
    async find(repo, between) {
      const client = await clientFor(repo);
      const project = projectOf(repo);
      const found = await call(`read the merge requests of ${project}`, () =>
        client.MergeRequests.all({
          projectId: project,
          sourceBranch: between.branch,
          targetBranch: between.base,
          state: 'all' as never,
          orderBy: 'created_at',
          sort: 'desc',
          perPage: 20,
          maxPages: 1,
        }),
      );
      // A fork may have a branch of the same name.
      const own = found.filter(
        raw => raw.source_project_id === raw.target_project_id,
      );
      return Promise.all(own.map(raw => addDetails(repo, raw)));
    },
    async open(repo, { branch, base: into, title, description }) {
      const client = await clientFor(repo);
      const project = projectOf(repo);
      const raw = await call(`open a merge request in ${project}`, () =>
        client.MergeRequests.create(project, branch, into, title, {
          description,
        }),
      );
      return pullRequestOf(raw);
    },
    async update(repo, number, { title, description }) {
      const client = await clientFor(repo);
      const project = projectOf(repo);
      await call(`change a merge request in ${project}`, () =>
        client.MergeRequests.edit(project, number, { title, description }),
      );
    },
    async read(repo, numbers) {
      const client = await clientFor(repo);
      const project = projectOf(repo);
      const found = new Map<number, NumberedPullRequest>();
      for (let start = 0; start < numbers.length; start += PAGE) {
        const part = await call(`read the merge requests of ${project}`, () =>
          client.MergeRequests.all({
            projectId: project,
            iids: numbers.slice(start, start + PAGE),
            perPage: PAGE,
            maxPages: 1,
          }),
        );
        for (const raw of part) found.set(raw.iid, await addDetails(repo, raw));
      }
      return found;
    },
    parse(url) {
      const match = /^\/(.+)\/([^/]+)\/-\/merge_requests\/(\d+)/.exec(
        pathBelow(url, base),
      );
      if (!match) return undefined;
      const [, owner, repo, number] = match;
      return { repo: { host, owner, repo }, number: Number(number) };
    },
  };
}

/** What a list tells of it. */
function pullRequestOf(raw: MergeRequestSchema): NumberedPullRequest {
  const { merged_at: merged, closed_at: closed } = raw;
  return {
    number: raw.iid,
    url: raw.web_url,
    state: stateOf(raw.state),
    conflicts: raw.has_conflicts === true,
    review: 'none',
    checks: 'none',
    endedAt: (merged ?? closed ?? undefined) as string | undefined,
  };
}

function stateOf(state: string): NumberedPullRequest['state'] {
  if (state === 'merged') return 'merged';
  // `locked` is on its way to be merged.
  return state === 'opened' || state === 'locked' ? 'open' : 'closed';
}

function reviewOf(changes: boolean, approved: boolean) {
  if (changes) return 'changesRequested';
  return approved ? 'approved' : 'none';
}

function checksOf(status: string | undefined) {
  switch (status) {
    case undefined:
    case 'skipped':
    case 'manual':
      return 'none';
    case 'success':
      return 'passing';
    case 'failed':
    case 'canceled':
      return 'failing';
    default:
      return 'running';
  }
}

function answerOf(error: unknown) {
  const { message, cause } = error as Error & {
    cause?: { description?: string; response?: Response };
  };
  const { response, description } = cause ?? {};
  // The library asks again by itself, and then tells only in words.
  const [, last] = /last status code: (\d+)/.exec(message) ?? [];
  return {
    status: response?.status ?? (last ? Number(last) : undefined),
    message: description ?? message,
    headers: response?.headers && Object.fromEntries(response.headers),
  };
}
