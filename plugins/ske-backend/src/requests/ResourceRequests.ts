import {
  MASK,
  maskSecretTexts,
  refOf,
  type DryRunResult,
  type Manifest,
  type ObjectRef,
  type RequestAction,
} from '@syntasso/plugin-ske-common';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Budgets } from '../access/Budgets';
import { readManifest } from '../platform/readManifest';
import type { CatalogAccess } from '../entities/shownEntities';
import type { PlatformProvider } from '../platform/PlatformProvider';
import type { Requester, DispatchedRequest, SeenVersion } from './Requester';
import {
  deletionAnswerOf,
  isBeingDeleted,
  dispatchResultOf,
} from './dispatch/sendToPlatform';
import { configureResource } from './dispatch/configureResource';
import { dispatchContextOf } from './dispatch/dispatchContext';
import { type PullRequestTarget } from './dispatch/pullRequestTarget';
import { redactedTextOf } from './dispatch/requestSecrets';
import { reserveRequestedEntityRef } from './dispatch/requestedEntity';
import { dryRunRequest } from './dispatch/dryRunRequest';
import { previewRequest, type Preview } from './dispatch/previewRequest';
import type { PreviewOutcome } from '../live/ClusterEngine';
import { RequestAuditor } from './authorization/RequestAuditor';
import { RequestAuthorizer } from './authorization/RequestAuthorizer';
import type { PullRequestSender } from './dispatch/PullRequestSender';
import {
  publishCatalogFile,
  type PublishingTools,
} from './dispatch/publishCatalogFile';
import type {
  CatalogTarget,
  RepositoryRules,
} from './authorization/RepositoryRules';
import { proposeRequest } from './dispatch/proposeRequest';
import {
  recordDispatchedElsewhere,
  type DispatchedElsewhere,
} from './dispatch/recordDispatchedElsewhere';
import type { RequestDispatcher } from './dispatch/RequestDispatcher';

/**
 * Requests of Templates, pages and agents. All of them are checked, recorded, audited
 * and sent in the same way.
 */
export class ResourceRequests {
  readonly platformProvider: PlatformProvider;
  readonly #authorizer: RequestAuthorizer;
  readonly #audit: RequestAuditor;
  readonly #publishing: PublishingTools;
  readonly budgets: Budgets;
  readonly #repositories: RepositoryRules;
  readonly #dispatcher: RequestDispatcher;
  readonly #pullRequests: PullRequestSender;
  readonly #catalogAccess: CatalogAccess;
  readonly #previews = new Set<Promise<PreviewOutcome>>();

  constructor(
    options: ConstructorParameters<typeof RequestAuthorizer>[0] &
      ConstructorParameters<typeof RequestAuditor>[0] & {
        pullRequests: PullRequestSender;
      },
  ) {
    this.platformProvider = options.platformProvider;
    this.#authorizer = new RequestAuthorizer(options);
    this.#audit = new RequestAuditor(options);
    this.#publishing = { ...options, audit: this.#audit };
    this.budgets = options.budgets;
    this.#repositories = options.repositoryRules;
    this.#dispatcher = options.dispatcher;
    this.#pullRequests = options.pullRequests;
    this.#catalogAccess = { catalog: options.catalog, auth: options.auth };
  }

  /** What requests need that are proposed, or sent by another action. */
  get #parts() {
    return {
      authorizer: this.#authorizer,
      repositories: this.#repositories,
      dispatcher: this.#dispatcher,
      pullRequests: this.#pullRequests,
    };
  }

  get pullRequests(): PullRequestSender {
    return this.#pullRequests;
  }

  /**
   * Reads a manifest that somebody has sent, and counts that in their budget.
   *
   * @throws InputError as `readManifest` does, TooManyRequestsError
   */
  async read(
    credentials: BackstageCredentials,
    text: string,
  ): Promise<Manifest> {
    await this.budgets.spend(credentials, 'manifests', text.length);
    return this.readInTurn(credentials, text);
  }

  /**
   * Reads a manifest that is counted already. A person's manifests are read one after
   * the other: all people share the threads that read YAML.
   *
   * @throws InputError as `readManifest` does
   */
  async readInTurn(
    credentials: BackstageCredentials,
    text: string,
  ): Promise<Manifest> {
    return this.budgets.runInTurn(credentials, () => readManifest(text));
  }

  /** Requests a Resource, or changes one that is there. */
  async configure(
    requester: Requester,
    requested: Manifest,
    seen?: SeenVersion,
  ): Promise<DispatchedRequest> {
    return this.#audit.run(
      requester,
      'configure-resource',
      requested,
      () =>
        configureResource(this.#parts, requester, requested, {
          seen,
          isInRepository: this.platformProvider.repository !== undefined,
        }),
      {
        ofResult: ({ stored }) => ({
          secretsGiven: stored.record.secretsGiven ?? [],
        }),
      },
    );
  }

  /** See {@link reserveRequestedEntityRef}. */
  async entityRefOf(
    requester: Requester,
    requested: Manifest,
    dispatched: DispatchedRequest,
  ): Promise<string | undefined> {
    return reserveRequestedEntityRef(
      dispatched,
      requested,
      this.platformProvider.forCaller(requester.caller),
      this.#catalogAccess,
    );
  }

  /** What the platform would answer, without doing it. */
  async dryRun(
    requester: Requester,
    requested: Manifest,
    mode: 'create' | 'update',
  ): Promise<DryRunResult> {
    return this.budgets.runInTurn(requester.credentials, () =>
      this.#audit.runAs(
        requester,
        { eventId: 'dry-run', severityLevel: 'low' },
        { ...refOf(requested), mode },
        () => dryRunRequest(this.#authorizer, requester, requested, mode),
      ),
    );
  }

  /** What the platform would write for a request, without changing the Resource. */
  async preview(
    requester: Requester,
    requested: Manifest,
    options: Preview,
  ): Promise<PreviewOutcome> {
    const outcome = this.#audit.runAs(
      requester,
      { eventId: 'preview' },
      { ...refOf(requested), mode: options.mode },
      () => previewRequest(this.#authorizer, requester, requested, options),
    );
    this.#previews.add(outcome);
    return outcome.finally(() => this.#previews.delete(outcome));
  }

  /** Resolves when no preview runs: each deletes what was made for it. */
  async previewsEnded() {
    await Promise.allSettled(this.#previews);
  }

  /** Deletes a Resource. */
  async remove(
    requester: Requester,
    ref: ObjectRef,
  ): Promise<DispatchedRequest & { answer: unknown }> {
    return this.#audit.run(requester, 'delete', ref, async () => {
      const checked = await this.#authorizer.authorizeDeletion(requester, ref);
      const { platform, offering, present } = checked;
      let answer: unknown;
      const askedAt = new Date();
      const { stored, result } = await this.#dispatcher.dispatch(
        {
          promise: offering.name,
          ref,
          action: 'Delete',
          delivery: 'push',
          before: redactedTextOf(present, offering),
          requestedBy: requester.by,
          taskId: requester.taskId,
        },
        {
          ...dispatchContextOf(present, offering, platform),
          hasWholeManifest: true,
        },
        async () => {
          const receipt = await platform
            .delete(ref, { by: requester.by })
            .catch(async error => {
              if (error.name !== 'NotFoundError') throw error;
              const store = await this.#dispatcher.store();
              const earlier = await store.listByResource(ref);
              if (isBeingDeleted(present, earlier, askedAt)) return undefined;
              throw error;
            });
          answer = receipt && deletionAnswerOf(receipt, offering);
          return receipt ? dispatchResultOf(receipt) : {};
        },
      );
      return { action: 'Delete', stored, result, answer };
    });
  }

  /** Proposes a request, a change or a deletion as a pull request. */
  async propose(
    requester: Requester,
    requested: Manifest,
    action: RequestAction,
    target: PullRequestTarget,
  ): Promise<DispatchedRequest> {
    const meta = { action, repoUrl: maskSecretTexts(target.repoUrl, MASK) };
    const work = () =>
      proposeRequest(this.#parts, requester, requested, { action, target });
    return this.#audit.run(requester, 'propose', requested, work, { meta });
  }

  /** See {@link recordDispatchedElsewhere}. */
  async record(
    requester: Requester,
    about: DispatchedElsewhere,
  ): Promise<void> {
    const { manifest } = about;
    await this.#audit.run(requester, 'record-request', manifest, () =>
      recordDispatchedElsewhere(this.#parts, requester, about),
    );
  }

  /** See {@link publishCatalogFile}. */
  async publish<T>(
    requester: Requester,
    target: CatalogTarget,
    work: () => Promise<T>,
  ): Promise<T> {
    return publishCatalogFile(this.#publishing, requester, target, work);
  }
}
