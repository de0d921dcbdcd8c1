import git from 'isomorphic-git';
import type { Attempt } from '../utils/httpErrors';
import { gitError, type GitSettings } from './gitErrors';
import { httpClient } from './http';

/** How a repository is reached. @public */
export interface Remote {
  /** HTTPS address, without credentials. */
  url: string;
  /** Headers that a request is authorised by; asked for before each one. */
  headers: () => Promise<Record<string, string>>;
  /** What errors call its settings; default: `ske.scm` of app-config. */
  settings?: GitSettings;
}

/** A repository at its host. Its errors say what went wrong there. */
export class RepositoryHost {
  readonly remote: Remote;
  readonly http: ReturnType<typeof httpClient>;

  constructor(remote: Remote, patienceMs?: number) {
    this.remote = remote;
    this.http = httpClient(remote.url, patienceMs);
  }

  /**
   * The commit that a branch has at its host now; undefined when the
   * repository has nothing in it yet, `missing` when it has other branches.
   */
  async tip(branch: string): Promise<string | undefined | 'missing'> {
    const refs = await this.ask(
      { doing: `read branch ${branch}`, where: this.remote.url },
      async headers =>
        git.listServerRefs({
          http: this.http,
          url: this.remote.url,
          headers,
          // All in one answer; version 2 would ask twice.
          protocolVersion: 1,
        }),
    );
    const tip = refs.find(({ ref }) => ref === `refs/heads/${branch}`);
    if (tip) return tip.oid;
    return refs.some(({ ref }) => ref.startsWith('refs/heads/'))
      ? 'missing'
      : undefined;
  }

  /** Asks it something, authorised. @throws what {@link gitError} makes of it. */
  async ask<T>(
    attempt: Attempt,
    work: (headers: Record<string, string>) => Promise<T>,
    messages: string[] = [],
  ): Promise<T> {
    try {
      return await work({ ...(await this.remote.headers()) });
    } catch (error) {
      // What the host says comes beside the refusal, a moment later.
      await new Promise(setImmediate);
      throw gitError(
        attempt,
        withMessages(error, messages),
        this.remote.settings,
      );
    }
  }
}

function withMessages(error: unknown, messages: string[]): unknown {
  if (error instanceof git.Errors.GitPushError && messages.length > 0) {
    error.data.prettyDetails += ` ${messages.join(' ')}`;
  }
  return error;
}
