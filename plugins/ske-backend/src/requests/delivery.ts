import { InputError, NotFoundError } from '@backstage/errors';
import { manifestSchema, type Manifest } from '@syntasso/plugin-ske-common';
import {
  withoutNumber,
  type GitRepository,
  type ScmHosts,
} from '@syntasso/plugin-ske-node';
import { parse } from 'yaml';
import type { Platform } from '../platform/Platform';
import { RequestFiles } from '../platform/git/RequestFiles';
import type { Sent } from './RequestStore';
import type { StoredRequest } from './row';

/** Sends a request to the platform, in whatever way its mode writes. */
export async function push(
  platform: Platform,
  { record, context }: StoredRequest,
  manifest: Manifest = manifestOf(record.manifest),
): Promise<Sent> {
  const by = record.requestedBy;
  if (record.action === 'Delete') {
    const receipt = await platform.delete(record.ref, { by });
    return {
      receipt: receipt.kind === 'committed' ? { commit: receipt.commit } : {},
    };
  }
  const receipt = await platform.apply(
    {
      ...manifest,
      metadata: { ...manifest.metadata, ...context.seen },
    },
    { by },
  );
  switch (receipt.kind) {
    case 'committed':
      return { receipt: { commit: receipt.commit } };
    case 'applied': {
      const { uid, generation } = receipt.manifest.metadata;
      return { receipt: { uid, generation } };
    }
    default:
      return {};
  }
}

/** Opens the repositories that pull requests are made in, each once. */
export class Proposals {
  readonly #hosts: ScmHosts;
  readonly #open: (url: string) => GitRepository;
  readonly #repositories = new Map<string, GitRepository>();

  constructor(hosts: ScmHosts, open: (url: string) => GitRepository) {
    this.#hosts = hosts;
    this.#open = open;
  }

  get hosts(): ScmHosts {
    return this.#hosts;
  }

  /**
   * Puts a request on a branch and opens a pull request from it; one that is
   * open is changed instead. The same twice is one pull request.
   */
  async propose({ record, context }: StoredRequest): Promise<Sent> {
    const { target } = context;
    if (!target) {
      throw new InputError('The request names no repository to propose it in.');
    }
    const { host, repo } = this.#hosts.repository(target.repoUrl);
    const { branch, base } = target;
    const between = { branch, base };
    const present = await host.find(repo, between);
    const open = present.find(({ state }) => state === 'open');
    const repository = this.#repository(host.cloneUrl(repo));
    const files = new RequestFiles({ repository, branch: base, path: '' });
    const message = target.title;
    const change =
      record.action === 'Delete'
        ? files.removalOf(record.ref, message)
        : files.changeTo(manifestOf(record.manifest), {
            promise: record.promise,
            path: target.path,
            message,
          });
    const written = await repository.propose(
      { ...between, keep: open !== undefined },
      change,
    );
    const about = {
      requestsRepoUrl: target.repoUrl,
      receipt: { commit: written.commit },
    };
    if (open) {
      await host.update(repo, open.number, target);
      return { ...about, pullRequest: withoutNumber(open) };
    }
    if (!written.changed) {
      throw new InputError(
        `Branch ${base} of ${host.webUrl(
          repo,
        )} already says exactly this, so there is nothing to propose.`,
      );
    }
    const opened = await host
      .open(repo, { ...between, ...target })
      .catch(async error => {
        if (error.name !== 'ConflictError') throw error;
        // Somebody was faster, or the answer to our own was lost.
        const again = await host.find(repo, between);
        const there = again.find(({ state }) => state === 'open');
        if (!there) throw error;
        return there;
      });
    const [last] = present;
    return {
      ...about,
      pullRequest: withoutNumber(opened),
      note:
        last &&
        `The pull request before this one (${last.url}) was ${last.state}, so a new one was opened.`,
    };
  }

  async close() {
    await Promise.all([...this.#repositories.values()].map(r => r.close()));
  }

  #repository(url: string): GitRepository {
    let repository = this.#repositories.get(url);
    if (!repository) {
      repository = this.#open(url);
      this.#repositories.set(url, repository);
    }
    return repository;
  }
}

/** What was recorded, as an object again. */
export function manifestOf(text: string | undefined): Manifest {
  const read = manifestSchema.safeParse(parse(text ?? ''));
  if (read.success) return read.data;
  throw new NotFoundError(
    'What was asked for is not recorded in a way that can be sent again.',
  );
}
