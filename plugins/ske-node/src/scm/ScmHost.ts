import type { PullRequest, RepoLocation } from '@syntasso/plugin-ske-common';

/** A pull (merge) request as its host numbers it. @public */
export interface NumberedPullRequest extends PullRequest {
  number: number;
}

/** A pull request as anybody knows it. @public */
export function withoutNumber({
  number: _,
  ...pullRequest
}: NumberedPullRequest): PullRequest {
  return pullRequest;
}

/** What a pull request shall say. @public */
export interface PullRequestText {
  title: string;
  description: string;
}

/** A pull request to be. @public */
export interface Proposal extends PullRequestText {
  branch: string;
  base: string;
}

/**
 * What this project asks of a Git host besides Git itself. Errors are those of
 * `@backstage/errors`, saying what, where and what to do; a host that asks to
 * slow down is a {@link RateLimitError}.
 *
 * @public
 */
export interface ScmHost {
  /** As `integrations` in app-config calls it. */
  readonly type: string;
  /** Host name, with its port. */
  readonly host: string;
  /** Address for Git. */
  cloneUrl(repo: RepoLocation): string;
  /** Address for people. */
  webUrl(repo: RepoLocation): string;
  /** Pull requests from a branch to another, newest first. */
  find(
    repo: RepoLocation,
    between: { branch: string; base: string },
  ): Promise<NumberedPullRequest[]>;
  /** @throws ConflictError, or InputError where the host calls it so, when there is one already. */
  open(repo: RepoLocation, proposal: Proposal): Promise<NumberedPullRequest>;
  /** Makes one that is there say something else. */
  update(
    repo: RepoLocation,
    number: number,
    text: PullRequestText,
  ): Promise<void>;
  /**
   * How pull requests of a repository stand, by number, with as few requests as
   * the host allows. One that is gone is missing from the answer.
   */
  read(
    repo: RepoLocation,
    numbers: number[],
  ): Promise<Map<number, NumberedPullRequest>>;
  /** The repository and number that an address of a pull request names. */
  parse(url: string): { repo: RepoLocation; number: number } | undefined;
}
