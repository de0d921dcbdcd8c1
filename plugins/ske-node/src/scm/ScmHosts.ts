import { InputError } from '@backstage/errors';
import {
  DefaultAzureDevOpsCredentialsProvider,
  DefaultGithubCredentialsProvider,
  DefaultGitlabCredentialsProvider,
  type ScmIntegrationRegistry,
} from '@backstage/integration';
import {
  parseRepoUrl,
  type PullRequest,
  type RepoLocation,
} from '@syntasso/plugin-ske-common';
import { azureHost } from './hosts/azure';
import { bitbucketCloudHost } from './hosts/bitbucketCloud';
import { bitbucketServerHost } from './hosts/bitbucketServer';
import { giteaHost } from './hosts/gitea';
import { githubHost } from './hosts/github';
import { gitlabHost } from './hosts/gitlab';
import type { ScmHost } from './ScmHost';

/** Hosts refuse to look for a larger number, and for others asked for with it. */
const MOST_PULL_REQUESTS = 2 ** 31 - 1;

/** A repository at the host that it is at. @public */
export interface ScmRepository {
  host: ScmHost;
  repo: RepoLocation;
}

/** Every host in `integrations` of app-config that takes pull requests. @public */
export class ScmHosts {
  readonly #hosts: ScmHost[];

  readonly #integrations: ScmIntegrationRegistry;

  constructor(integrations: ScmIntegrationRegistry) {
    this.#integrations = integrations;
    const github =
      DefaultGithubCredentialsProvider.fromIntegrations(integrations);
    const gitlab =
      DefaultGitlabCredentialsProvider.fromIntegrations(integrations);
    const azure =
      DefaultAzureDevOpsCredentialsProvider.fromIntegrations(integrations);
    this.#hosts = [
      ...integrations.github.list().map(one => githubHost(one, github)),
      ...integrations.gitlab.list().map(one => gitlabHost(one, gitlab)),
      ...integrations.gitea.list().map(giteaHost),
      ...integrations.bitbucketCloud.list().map(bitbucketCloudHost),
      ...integrations.bitbucketServer.list().map(bitbucketServerHost),
      ...integrations.azure.list().map(one => azureHost(one, azure)),
    ];
  }

  /**
   * The repository that a RepoUrlPicker's value names.
   *
   * @throws InputError that says what is wrong with it, and the remedy.
   */
  repository(repoUrl: string): ScmRepository {
    const repo = parseRepoUrl(repoUrl);
    if (!repo) {
      throw new InputError(
        `repoUrl: "${repoUrl}" names no repository. Write it as host?owner=organisation&repo=name.`,
      );
    }
    const host = this.#hosts.find(one => one.host === repo.host);
    if (!host) {
      throw new InputError(
        `repoUrl: ${
          repo.host
        } is not among integrations in app-config, or takes no pull requests. Add it there, or choose one of ${
          this.#hosts.map(one => one.host).join(', ') || 'those that are'
        }.`,
      );
    }
    const { owner, workspace, project, organization } = repo;
    const ownerByHostType = {
      bitbucketCloud: workspace ?? owner,
      bitbucketServer: project ?? owner,
      azure: organization && (project ?? owner),
    };
    const ownerThere =
      host.type in ownerByHostType
        ? ownerByHostType[host.type as keyof typeof ownerByHostType]
        : owner;
    if (!ownerThere) {
      throw new InputError(
        `repoUrl: "${repoUrl}" does not say whose repository it is. Write it as host?owner=organisation&repo=name.`,
      );
    }
    return { host, repo };
  }

  /**
   * Looks at an address that people will follow: it has to be on a host of
   * `integrations`, by https unless that host has none.
   *
   * @throws InputError that says what is wrong with it, and the remedy.
   */
  requireAddress(field: string, url: string): void {
    const address = URL.canParse(url) ? new URL(url) : undefined;
    const isKnown =
      address?.protocol === 'https:' &&
      this.#integrations.byHost(address.host) !== undefined;
    // A host without https, such as one for tests, knows its own addresses.
    if (isKnown || this.pullRequest(url)) return;
    throw new InputError(
      `${field}: ${JSON.stringify(url).slice(
        0,
        200,
      )} is no https address on a host of integrations in app-config. Give the address of the pull request.`,
    );
  }

  /** What kind of host a name is of; undefined for one that is not known here. */
  typeOf(hostName: string): string | undefined {
    return this.#hosts.find(({ host }) => host === hostName)?.type;
  }

  /** The pull request that an address names; undefined when nobody here knows. */
  pullRequest(url: string): (ScmRepository & { number: number }) | undefined {
    for (const host of this.#hosts) {
      const found = host.parse(url);
      if (found && found.number <= MOST_PULL_REQUESTS) {
        return { host, ...found };
      }
    }
    return undefined;
  }

  /** How a pull request stands; undefined when its host is not known here. */
  async read(url: string): Promise<PullRequest | undefined> {
    const found = this.pullRequest(url);
    if (!found) return undefined;
    const { host, repo, number } = found;
    return (await host.read(repo, [number])).get(number);
  }
}
