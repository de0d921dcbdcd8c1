import type { Config } from '@backstage/config';
import { ConflictError, InputError } from '@backstage/errors';
import { ScmIntegrations } from '@backstage/integration';
import {
  authorFromConfig,
  cloneFolder,
  GitRepository,
  integrationAuth,
  ScmHosts,
  withoutNumber,
} from '@syntasso/plugin-ske-node';
import {
  parseRepoUrl,
  requestBranch,
  type PullRequest,
  type RequestRecord,
} from '@syntasso/plugin-ske-common';
import { ResourceFiles } from '../../platform/git/ResourceFiles';
import { parseRecordedManifest } from './sendToPlatform';
import type { RequestStore, DispatchResult } from '../store/RequestStore';
import { requestKey, type StoredRequest } from '../store/requestRow';

/** Most branches whose parsed files are cached. */
const MOST_BRANCHES = 5;

/** The part of the store that is needed here. */
type ProposalStore = Pick<RequestStore, 'listUnfinishedByPullRequest'>;

type Target = NonNullable<StoredRequest['context']['target']>;

/** Commits requests to branches, and opens their pull requests; each repository is cloned once. */
export class PullRequestSender {
  readonly #hosts: ScmHosts;
  readonly #open: (url: string) => GitRepository;
  readonly #repositories = new Map<string, GitRepository>();
  readonly #files = new Map<string, ResourceFiles>();
  /** The last proposal of each branch: they go out one after the other. */
  readonly #proposing = new Map<string, Promise<unknown>>();

  constructor(hosts: ScmHosts, open: (url: string) => GitRepository) {
    this.#hosts = hosts;
    this.#open = open;
  }

  /** By what `integrations` and `ske.scm.defaultAuthor` in app-config say. */
  static fromConfig(config: Config): PullRequestSender {
    const integrations = ScmIntegrations.fromConfig(config);
    const auth = integrationAuth(integrations);
    return new PullRequestSender(
      new ScmHosts(integrations),
      url =>
        new GitRepository({
          remote: { url, headers: () => auth(url) },
          author: authorFromConfig(config),
          folder: cloneFolder(config),
        }),
    );
  }

  get hosts(): ScmHosts {
    return this.#hosts;
  }

  /**
   * Puts a request on a branch and opens a pull request from it; one that is
   * open is changed instead. Sending the same request twice gives one pull request.
   * The change is made from the newest state of the base: what the person had seen is
   * compared by the dialog, and by the reviewers.
   *
   * @throws ConflictError for a branch that is another request's.
   */
  async send(
    request: StoredRequest,
    store: ProposalStore,
  ): Promise<DispatchResult> {
    const { target } = request.context;
    if (!target) {
      throw new InputError('The request names no repository to propose it in.');
    }
    // One at a time: two that search at the same moment would both find no open
    // pull request, and both open one.
    const key = this.#placeOf(target);
    const earlierProposal = this.#proposing.get(key) ?? Promise.resolve();
    const proposal = earlierProposal
      .catch(() => undefined)
      .then(() => this.#propose(request, target, store));
    this.#proposing.set(key, proposal);
    return proposal.finally(() => {
      if (this.#proposing.get(key) === proposal) this.#proposing.delete(key);
    });
  }

  /** A repository, however it is written, and a branch of it. */
  #placeOf({ repoUrl, branch }: Pick<Target, 'repoUrl' | 'branch'>): string {
    const { host, repo } = this.#hosts.repository(repoUrl);
    return `${host.webUrl(repo).toLowerCase()} ${branch}`;
  }

  async #propose(
    { record }: StoredRequest,
    target: Target,
    store: ProposalStore,
  ): Promise<DispatchResult> {
    const { host, repo } = this.#hosts.repository(target.repoUrl);
    const { branch, base } = target;
    const branches = { branch, base };
    const pullRequests = await host.find(repo, branches);
    const openPullRequest = pullRequests.find(({ state }) => state === 'open');
    await this.#requireOwnBranch(store, record, target, openPullRequest);
    const repository = this.repository(host.cloneUrl(repo));
    const files = this.#filesOf(repository, base);
    const message = target.title;
    const change =
      record.action === 'Delete'
        ? files.removalOf(record.ref, message, openPullRequest !== undefined)
        : files.changeTo(parseRecordedManifest(record.manifest), {
            promise: record.promise,
            path: target.path,
            message,
          });
    const { promise, ref } = record;
    const { name, namespace = 'default' } = ref;
    const usual = requestBranch({ promise, namespace, name }, record.action);
    const writeResult = await repository.propose(
      {
        ...branches,
        keep: openPullRequest !== undefined,
        // Reviewers may have added commits to a branch that we made; any other branch
        // that has commits of others is refused.
        mayHaveOthers: openPullRequest !== undefined && branch === usual,
      },
      change,
    );
    const commonResult = {
      requestsRepoUrl: target.repoUrl,
      receipt: { commit: writeResult.commit },
    };
    if (openPullRequest) {
      await host.update(repo, openPullRequest.number, target);
      return { ...commonResult, pullRequest: withoutNumber(openPullRequest) };
    }
    if (!writeResult.changed) {
      throw new InputError(
        `Branch ${base} of ${host.webUrl(
          repo,
        )} already says exactly this, so there is nothing to propose.`,
      );
    }
    const newPullRequest = await host
      .open(repo, { ...branches, ...target })
      .catch(async error => {
        if (!['ConflictError', 'InputError'].includes(error.name)) throw error;
        // Another replica has opened it, or the answer to our own call was lost.
        const currentPullRequests = await host.find(repo, branches);
        const openedElsewhere = currentPullRequests.find(
          ({ state }) => state === 'open',
        );
        if (!openedElsewhere) throw error;
        return openedElsewhere;
      });
    const [last] = pullRequests;
    return {
      ...commonResult,
      pullRequest: withoutNumber(newPullRequest),
      note:
        last &&
        `The pull request before this one (${last.url}) was ${last.state}, so a new one was opened.`,
    };
  }

  /** @throws ConflictError for a branch that another request has, or its pull request. */
  async #requireOwnBranch(
    store: ProposalStore,
    record: RequestRecord,
    target: Target,
    openPullRequest: PullRequest | undefined,
  ) {
    const place = this.#placeOf(target);
    const key = requestKey(record.promise, record.ref, record.action);
    const otherRequests = (await store.listUnfinishedByPullRequest()).filter(
      ({ record: otherRecord }) =>
        requestKey(otherRecord.promise, otherRecord.ref, otherRecord.action) !==
          key &&
        (otherRecord.pullRequest?.state === 'open' ||
          isBefore(otherRecord, record)),
    );
    const conflictingRequest = otherRequests.find(
      ({ record: otherRecord, context }) =>
        (context.target &&
          // A host that app-config does not have any more cannot be resolved.
          hostOf(context.target) === hostOf(target) &&
          this.#placeOf(context.target) === place) ||
        (openPullRequest &&
          otherRecord.pullRequest?.url === openPullRequest.url),
    );
    if (!conflictingRequest) return;
    const { kind, namespace, name } = conflictingRequest.record.ref;
    throw new ConflictError(
      `branchName: ${target.branch} is the branch of ${kind} ${namespace}/${name}. Give the request a branch of its own, or none.`,
    );
  }

  /** The files of a branch, whose parsed content is cached for the next request. */
  #filesOf(repository: GitRepository, branch: string): ResourceFiles {
    const key = `${repository.url} ${branch}`;
    const files =
      this.#files.get(key) ??
      new ResourceFiles({ repository, branch, path: '' });
    // The one that was used last comes last.
    this.#files.delete(key);
    this.#files.set(key, files);
    const [oldest] = this.#files.keys();
    if (this.#files.size > MOST_BRANCHES) this.#files.delete(oldest);
    return files;
  }

  async close() {
    await Promise.all([...this.#repositories.values()].map(r => r.close()));
  }

  /** The clone of a repository, shared by all that write to it. */
  repository(url: string): GitRepository {
    // Hosts take any spelling for the same.
    const key = url.toLowerCase();
    let repository = this.#repositories.get(key);
    if (!repository) {
      repository = this.#open(url);
      this.#repositories.set(key, repository);
    }
    return repository;
  }
}

const hostOf = ({ repoUrl }: Target) => parseRepoUrl(repoUrl)?.host;

/** Of two requests that are not sent yet, the older one has the branch. */
const isBefore = (one: RequestRecord, other: RequestRecord) =>
  one.state === 'recorded' &&
  `${one.recordedAt} ${one.id}` < `${other.recordedAt} ${other.id}`;
