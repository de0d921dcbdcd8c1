import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  annotations,
  parseRepoUrl,
  type Offering,
} from '@syntasso/plugin-ske-common';
import type { ScmHosts, ScmRepository } from '@syntasso/plugin-ske-node';
import { matchesPattern } from '../../utils/matchesPattern';
import type { PullRequestTarget } from '../dispatch/pullRequestTarget';

/** Where a catalog file goes. */
export type CatalogTarget = { repoUrl: string; branch: string; path: string };

/**
 * Which repositories requests and catalog files may go to, and on which branches:
 * not everything that the token may write (`ske.delivery`). A repository is
 * compared by the address that is pushed to, in whatever form it is given.
 */
export class RepositoryRules {
  readonly #hosts: ScmHosts;
  readonly #repositories: string[];
  readonly #branches: string[];
  /** Target branch of requests that name none. */
  readonly defaultBranch: string;
  /** Where requests go: a repository, and the branch if it is only one. */
  readonly #requests: { repoUrl: string; branch?: string }[];

  /**
   * @param options.repositories - as a RepoUrlPicker has them, as addresses, or
   * as patterns of host/owner/name
   * @param options.branches - patterns; the first is the default
   */
  constructor(
    hosts: ScmHosts,
    options: {
      repositories: string[];
      branches: [string, ...string[]];
      requests: { repoUrl: string; branch?: string }[];
    },
  ) {
    this.#hosts = hosts;
    this.#requests = options.requests;
    this.#repositories = this.#placesOf(options.repositories);
    this.#branches = options.branches;
    [this.defaultBranch] = options.branches;
  }

  /** What app-config names anywhere, and `ske.delivery.repositories`. */
  static fromConfig(config: Config, hosts: ScmHosts): RepositoryRules {
    const text = (key: string) => config.getOptionalString(key);
    const list = (key: string) => config.getOptionalStringArray(key) ?? [];
    const scm = text('ske.scm.repoUrl');
    const requests = text('ske.delivery.requestsRepoUrl');
    const branch = text('ske.scm.branch') ?? 'main';
    return new RepositoryRules(hosts, {
      requests: [
        ...(scm ? [{ repoUrl: scm, branch }] : []),
        ...(requests ? [{ repoUrl: requests }] : []),
      ],
      repositories: [
        ...(scm ? [scm] : []),
        ...(requests ? [requests] : []),
        ...list('ske.delivery.repositories'),
      ],
      branches: [
        text('ske.delivery.targetBranch') ?? 'main',
        ...(scm ? [branch] : []),
        ...list('ske.delivery.targetBranches'),
      ],
    });
  }

  /**
   * @param offering - whose annotation `kratix.io/requests-repo-url` may name more
   * @throws InputError for what is no repository of a host of `integrations`, and
   * for one that is not allowed.
   */
  requireRepository(field: string, repoUrl: string, offering?: Offering): void {
    this.#requirePlace(field, this.#hosts.repository(repoUrl), offering);
  }

  /**
   * @throws InputError for what is no address of a pull request, and for one in a
   * repository that is not allowed.
   */
  requirePullRequest(field: string, url: string, offering: Offering): void {
    const pullRequest = this.#hosts.pullRequest(url);
    if (!pullRequest) {
      throw new InputError(
        `${field}: is no address of a pull request on a host of integrations in app-config.`,
      );
    }
    this.#requirePlace(field, pullRequest, offering);
  }

  #requirePlace(
    field: string,
    { host, repo }: ScmRepository,
    offering: Offering | undefined,
  ) {
    const place = placeOfAddress(host.cloneUrl(repo), host.type);
    const annotatedUrls =
      offering?.metadata.annotations?.[annotations.requestsRepoUrl];
    const allowedPlaces = [
      ...this.#repositories,
      ...this.#placesOf(annotatedUrls?.split(',').map(url => url.trim()) ?? []),
    ];
    if (allowedPlaces.some(pattern => matchesPattern(place, pattern))) return;
    const choice =
      allowedPlaces.length > 0
        ? `Choose one of ${allowedPlaces.join(', ')}, or ask`
        : 'No repository is allowed yet. Ask';
    throw new InputError(
      `${field}: ${place} is not among the repositories that requests may go to. ${choice} the platform team to add it to ske.delivery.repositories in app-config.`,
    );
  }

  /** @throws InputError for a branch that nothing is merged into from here. */
  requireTargetBranch(field: string, branch: string): void {
    const isAllowed = this.#branches.some(pattern =>
      matchesPattern(branch, pattern),
    );
    if (isAllowed) return;
    throw new InputError(
      `${field}: ${branch} is not among the branches that requests may go to. Choose one of ${[
        ...new Set(this.#branches),
      ].join(
        ', ',
      )}, or ask the platform team to add it to ske.delivery.targetBranches in app-config.`,
    );
  }

  /**
   * @throws InputError for a branch that requests are merged into: it would be
   * put in place of what is there.
   */
  #refuseTargetBranch(field: string, branch: string): void {
    const isTarget = this.#branches.some(pattern =>
      matchesPattern(branch, pattern),
    );
    if (!isTarget) return;
    throw new InputError(
      `${field}: ${branch} is a branch that requests go to. Give the request a branch of its own, or none.`,
    );
  }

  /**
   * Where a pull request may be opened: `repoUrl`, from `branch`, for `base`.
   *
   * @throws InputError that names which of them is not allowed.
   */
  requireTarget(target: PullRequestTarget, offering: Offering): void {
    if (target.path) requirePlainPath('targetPath', target.path);
    if (target.branch) this.#refuseTargetBranch('branchName', target.branch);
    this.requireRepository('repoUrl', target.repoUrl, offering);
    this.requireTargetBranch(
      'targetBranchName',
      target.base || this.defaultBranch,
    );
  }

  /**
   * Where catalog files may go: not where the platform takes its requests from.
   *
   * @throws InputError
   */
  requireCatalogTarget(target: CatalogTarget): void {
    const { repoUrl, branch } = target;
    requirePlainPath('targetPath', target.path);
    this.requireRepository('repoUrl', repoUrl);
    this.requireTargetBranch('branchName', branch);
    const { host, repo } = this.#hosts.repository(repoUrl);
    const place = placeOfAddress(host.cloneUrl(repo), host.type);
    const takesRequests = this.#requests.some(
      requestsTarget =>
        (requestsTarget.branch === undefined ||
          requestsTarget.branch === branch) &&
        this.#placesOf([requestsTarget.repoUrl]).includes(place),
    );
    if (!takesRequests) return;
    throw new InputError(
      `repoUrl: branch ${branch} of ${place} is where requests go (ske.scm, ske.delivery.requestsRepoUrl), and no place for catalog files. Give another repository or branch.`,
    );
  }

  /**
   * What app-config or an offering names, as host/owner/name. What names no
   * repository of a known host allows nothing.
   */
  #placesOf(texts: string[]): string[] {
    return texts.flatMap(text => {
      if (text.includes('?')) {
        const location = parseRepoUrl(text);
        const type = location && this.#hosts.typeOf(location.host);
        if (!type) return [];
        const { host, repo } = this.#hosts.repository(text);
        return [placeOfAddress(host.cloneUrl(repo), type)];
      }
      const [hostName] = text.replace(/^https?:\/\//, '').split('/');
      return [placeOfAddress(text, this.#hosts.typeOf(hostName))];
    });
  }
}

/**
 * @throws InputError for a hidden folder or file: hosts and their runners take those
 * for instructions (`.github`, `.gitea`, `.gitlab-ci.yml`).
 */
function requirePlainPath(field: string, path: string) {
  const hidden = path
    .split('/')
    .find(part => part.startsWith('.') && part !== '.' && part !== '..');
  if (hidden === undefined) return;
  throw new InputError(
    `${field}: ${hidden} is hidden. Give a path without parts that begin with a dot.`,
  );
}

/** host/owner/name of an address, or of what is written so already. */
function placeOfAddress(address: string, type: string | undefined): string {
  const place = address
    .replace(/^https?:\/\//, '')
    .replace(/(\.git)?\/?$/, '')
    .toLowerCase();
  // What these hosts have in their addresses for Git.
  if (type === 'bitbucketServer') {
    return place.replace(/^([^/]+)\/scm\//, '$1/');
  }
  return type === 'azure' ? place.replace('/_git/', '/') : place;
}
