import type {
  AuditorService,
  AuditorServiceCreateEventOptions,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError } from '@backstage/errors';
import {
  isPromise,
  pullRequestSchema,
  refOf,
  seenVersionSchema,
  type DryRunResult,
  type Manifest,
  type ObjectRef,
  type PullRequest,
  type RequestAction,
} from '@syntasso/plugin-ske-common';
import { ifNotFound } from '@syntasso/plugin-ske-node';
import type { z } from 'zod';
import type { Access } from '../access/Access';
import { audited } from '../access/audited';
import type { Caller } from '../platform/caller';
import type { Receipt } from '../platform/Platform';
import { newManifestFile } from '../platform/git/manifestFile';
import type { Platforms } from '../platform/Platforms';
import { push, sentOf } from './delivery';
import {
  contextOf,
  permissionFor,
  presentOf,
  refuseSecrets,
  wholeTarget,
  type ProposalTarget,
} from './describe';
import { masked } from './masking';
import type { Proposals } from './Proposals';
import type { Requests } from './Requests';
import type { Sent } from './RequestStore';
import type { StoredRequest } from './row';

/** Who asks for something, and what belongs to the asking. */
export interface Asker {
  credentials: BackstageCredentials;
  caller: Caller;
  /** Entity reference of the person, if it is one. */
  by: string | undefined;
  taskId?: string;
  /** Values that are written down nowhere. */
  secrets?: string[];
  /** The request that it came by, for the audit. */
  audit?: Pick<AuditorServiceCreateEventOptions, 'request' | 'meta'>;
}

/** What became of a request. */
export interface Performed {
  action: RequestAction;
  stored: StoredRequest;
  sent: Sent;
}

/** A version that somebody has looked at. */
export type Seen = z.infer<typeof seenVersionSchema>;

/**
 * What may be asked for, by whichever door it comes: a Template, a page, an
 * agent. Each is checked, written down, audited and sent the same way.
 */
export class ResourceRequests {
  readonly platforms: Platforms;
  readonly #access: Access;
  readonly #auditor: AuditorService;
  readonly #requests: Requests;
  readonly #proposals: Proposals;

  constructor(options: {
    platforms: Platforms;
    access: Access;
    auditor: AuditorService;
    requests: Requests;
    proposals: Proposals;
  }) {
    this.platforms = options.platforms;
    this.#access = options.access;
    this.#auditor = options.auditor;
    this.#requests = options.requests;
    this.#proposals = options.proposals;
  }

  get proposals(): Proposals {
    return this.#proposals;
  }

  /** Requests a Resource, or changes one that is there. */
  async configure(
    asker: Asker,
    wanted: Manifest,
    seen?: Seen,
  ): Promise<Performed> {
    return this.#audited(asker, 'configure-resource', wanted, async () => {
      const checked = await this.#checked(asker, wanted);
      const { platform, ref, promise, present } = checked;
      const action = present ? 'Update' : 'Request';
      const secrets = masked(wanted, asker.secrets ?? []);
      if (this.platforms.repository) refuseSecrets(secrets.fields);
      const context = {
        ...contextOf(wanted, promise, platform),
        masked: secrets.fields.length > 0,
        seen,
      };
      const { stored, sent } = await this.#requests.perform(
        {
          promise: promise.metadata.name,
          ref,
          action,
          delivery: 'push',
          manifest: newManifestFile(secrets.manifest),
          before: present && presentOf(present),
          requestedBy: asker.by,
          taskId: asker.taskId,
        },
        context,
        request => push(platform, request, wanted),
      );
      return { action, stored, sent };
    });
  }

  /** What {@link ResourceRequests.configure} would do, without doing it. */
  async tryConfigure(asker: Asker, wanted: Manifest): Promise<DryRunResult> {
    const { platform } = await this.#checked(asker, wanted);
    return platform.dryRun(wanted, 'update');
  }

  /** Deletes a Resource. */
  async remove(
    asker: Asker,
    ref: ObjectRef,
  ): Promise<Performed & { answer: unknown }> {
    return this.#audited(asker, 'delete', ref, async () => {
      if (isPromise(ref)) {
        throw new NotAllowedError(
          `Promise ${ref.name}: Promises are looked after on the platform, not here.`,
        );
      }
      const platform = this.platforms.for(asker.caller);
      const promise = await platform.promiseOf(ref);
      const present = await platform.get(ref);
      await this.#access.requireResource(
        asker.credentials,
        'delete',
        present,
        promise,
      );
      let answer: unknown;
      const { stored, sent } = await this.#requests.perform(
        {
          promise: promise.metadata.name,
          ref,
          action: 'Delete',
          delivery: 'push',
          before: presentOf(present),
          requestedBy: asker.by,
          taskId: asker.taskId,
        },
        { ...contextOf(present, promise, platform), masked: false },
        async () => {
          const receipt = await platform.delete(ref, { by: asker.by });
          answer = answerOf(receipt);
          return sentOf(receipt);
        },
      );
      return { action: 'Delete', stored, sent, answer };
    });
  }

  /** Proposes a request, a change or a deletion as a pull request. */
  async propose(
    asker: Asker,
    wanted: Manifest,
    action: RequestAction,
    target: ProposalTarget,
  ): Promise<Performed> {
    return this.#audited(asker, 'propose', wanted, async () => {
      const checked = await this.#checked(asker, wanted, action);
      const { platform, ref, promise, present } = checked;
      const secrets = masked(wanted, asker.secrets ?? []);
      refuseSecrets(secrets.fields);
      // Said early: a wrong address is no reason to write anything down.
      this.#proposals.hosts.repository(target.repoUrl);
      const { stored, sent } = await this.#requests.perform(
        {
          promise: promise.metadata.name,
          ref,
          action,
          delivery: 'pull-request',
          manifest: action === 'Delete' ? undefined : newManifestFile(wanted),
          before: present && presentOf(present),
          requestedBy: asker.by,
          taskId: asker.taskId,
          requestsRepoUrl: target.repoUrl,
        },
        {
          ...contextOf(wanted, promise, platform),
          masked: false,
          target: wholeTarget(target, {
            promise: promise.metadata.name,
            ref,
            action,
            by: asker.by,
          }),
        },
        request => this.#proposals.propose(request),
      );
      return { action, stored, sent };
    });
  }

  /**
   * Writes down what another action has sent, or what became known of one that
   * was written down before.
   */
  async record(
    asker: Asker,
    about: {
      promise: string;
      ref: ObjectRef;
      manifest: Manifest;
      action: RequestAction;
      pullRequestUrl: string | undefined;
      requestsRepoUrl: string | undefined;
    },
  ): Promise<void> {
    const { promise, ref, action, requestsRepoUrl } = about;
    const checked = await this.#checked(asker, about.manifest, action);
    const pullRequest = about.pullRequestUrl
      ? await this.#pullRequestAt(about.pullRequestUrl)
      : undefined;
    const store = await this.#requests.store();
    const before = asker.taskId && (await store.ofTask(asker.taskId, about));
    if (before) {
      await store.describe(before.record.id, { pullRequest, requestsRepoUrl });
      return;
    }
    const secrets = masked(about.manifest, asker.secrets ?? []);
    await this.#requests.perform(
      {
        promise,
        ref,
        action,
        delivery: pullRequest ? 'pull-request' : 'push',
        manifest:
          action === 'Delete' ? undefined : newManifestFile(secrets.manifest),
        before: checked.present && presentOf(checked.present),
        requestedBy: asker.by,
        taskId: asker.taskId,
        pullRequest,
        requestsRepoUrl,
      },
      {
        ...contextOf(about.manifest, checked.promise, checked.platform),
        // It was sent by somebody else: from here it is not sent again.
        masked: true,
      },
      async () => ({}),
    );
  }

  /** How a pull request stands; open, where its host cannot be asked here. */
  async #pullRequestAt(url: string): Promise<PullRequest> {
    const read = await this.#proposals.hosts.read(url).catch(() => undefined);
    return read ?? pullRequestSchema.parse({ url, state: 'open' });
  }

  /** Whether somebody may ask for it, and what is there now. */
  async #checked(asker: Asker, wanted: Manifest, action?: RequestAction) {
    const ref: ObjectRef = { namespace: 'default', ...refOf(wanted) };
    if (isPromise(ref)) {
      throw new InputError(
        'manifest: is a Promise. This action requests Resources; Promises are installed on the platform.',
      );
    }
    const platform = this.platforms.for(asker.caller);
    const promise = await platform.promiseOf(ref);
    const present = await platform.get(ref).catch(ifNotFound);
    await this.#access.requireResource(
      asker.credentials,
      permissionFor(action, present),
      present ?? wanted,
      promise,
    );
    return { platform, promise, present, ref };
  }

  async #audited<T>(
    asker: Asker,
    eventId: string,
    about: ObjectRef | Manifest,
    work: () => Promise<T>,
  ): Promise<T> {
    const { taskId, by, audit } = asker;
    const ref = 'metadata' in about ? refOf(about) : about;
    const meta = { ...ref, ...(taskId ? { taskId } : {}), by, ...audit?.meta };
    return audited(this.#auditor, { ...audit, eventId, meta }, work);
  }
}

/** What the commercial route answers to a deletion. */
const answerOf = (receipt: Receipt) => {
  switch (receipt.kind) {
    case 'committed':
      return { commitHash: receipt.commit };
    case 'deleted':
      return receipt.answer;
    default:
      return {};
  }
};
