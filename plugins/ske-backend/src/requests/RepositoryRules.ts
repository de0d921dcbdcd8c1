import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  annotations,
  parseRepoUrl,
  type Manifest,
  type RepoLocation,
} from '@syntasso/plugin-ske-common';

/**
 * Which repositories requests and catalog files may go to, and on which branches:
 * not everything that the token may write (`ske.delivery`).
 */
export class RepositoryRules {
  readonly #repositories: string[];
  readonly #branches: string[];

  /**
   * @param options.repositories - as a RepoUrlPicker has them, as addresses, or
   * as host/owner/name; `*` stands for any part
   * @param options.branches - `*` stands for any part
   */
  constructor(options: { repositories: string[]; branches: string[] }) {
    this.#repositories = options.repositories.map(placeOfText);
    this.#branches = options.branches;
  }

  /** What app-config names anywhere, and `ske.delivery.repositories`. */
  static fromConfig(config: Config): RepositoryRules {
    const text = (key: string) => config.getOptionalString(key);
    const named = [
      text('ske.scm.repoUrl'),
      text('ske.delivery.requestsRepoUrl'),
    ].filter(one => one !== undefined);
    return new RepositoryRules({
      repositories: [
        ...named,
        ...(config.getOptionalStringArray('ske.delivery.repositories') ?? []),
      ],
      branches: [
        text('ske.delivery.targetBranch') ?? 'main',
        text('ske.scm.branch') ?? 'main',
        ...(config.getOptionalStringArray('ske.delivery.targetBranches') ?? []),
      ],
    });
  }

  /**
   * @param promise - whose annotation `kratix.io/requests-repo-url` may name more
   * @throws InputError for a repository that nobody has named.
   */
  requireRepository(field: string, repoUrl: string, promise?: Manifest): void {
    const location = parseRepoUrl(repoUrl);
    // What names no repository is told by who looks for its host.
    if (!location) return;
    const place = placeOf(location);
    const named = promise?.metadata.annotations?.[annotations.requestsRepoUrl];
    const allowed = [
      ...this.#repositories,
      ...(named?.split(',').map(one => placeOfText(one.trim())) ?? []),
    ];
    if (allowed.some(pattern => fits(place, pattern))) return;
    throw new InputError(
      `${field}: ${place} is not among the repositories that requests may go to. Choose one of ${
        allowed.join(', ') || 'those that are, of which there is none yet'
      }, or ask the platform team to add it to ske.delivery.repositories in app-config.`,
    );
  }

  /** @throws InputError for a branch that nothing is merged into from here. */
  requireTargetBranch(field: string, branch: string): void {
    if (this.#branches.some(pattern => fits(branch, pattern))) return;
    throw new InputError(
      `${field}: ${branch} is not among the branches that requests may go to. Choose one of ${[
        ...new Set(this.#branches),
      ].join(
        ', ',
      )}, or ask the platform team to add it to ske.delivery.targetBranches in app-config.`,
    );
  }
}

/** host/owner/name, as people read it. */
const placeOf = ({
  host,
  organization,
  workspace,
  project,
  owner,
  repo,
}: RepoLocation) =>
  [host, organization ?? workspace, workspace ? '' : project, owner, repo]
    .filter(Boolean)
    .join('/')
    .toLowerCase();

function placeOfText(text: string): string {
  const location = text.includes('*') ? undefined : parseRepoUrl(text);
  if (location) return placeOf(location);
  const picked = /^([^?]+)\?(.+)$/.exec(text);
  if (picked) {
    const query = Object.fromEntries(new URLSearchParams(picked[2]));
    return placeOf({ host: picked[1], repo: '*', ...query });
  }
  return text
    .replace(/^https?:\/\//, '')
    .replace(/(\.git)?\/*$/, '')
    .toLowerCase();
}

/** `*` is any part between slashes, and at the end anything. */
function fits(text: string, pattern: string): boolean {
  const parts = pattern
    .split('*')
    .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const last = pattern.endsWith('*') ? '.+' : '[^/]+';
  const middle = parts
    .map((part, index) =>
      index === 0
        ? part
        : `${index === parts.length - 1 ? last : '[^/]+'}${part}`,
    )
    .join('');
  return new RegExp(`^${middle}$`).test(text);
}
