import {
  MASK,
  maskSecretTexts,
  refOf,
  type DryRunResult,
  type Manifest,
  type ObjectRef,
  type RequestAction,
} from '@syntasso/plugin-ske-common';
import { storedManifest } from '../platform/git/manifestFile';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Budgets } from '../access/Budgets';
import { readManifest } from '../platform/readManifest';
import type { Platforms } from '../platform/Platforms';
import type { Asker, Performed, Seen } from './asker';
import { answerOf, isBeingDeleted, push, sentOf } from './delivery';
import {
  contextOf,
  findGivenSecrets,
  presentOf,
  refuseSecrets,
  secretsOf,
  type ProposalTarget,
} from './describe';
import { dryRunRequest } from './dryRunRequest';
import { Gate } from './Gate';
import { maskingErrors, maskManifest } from '../redaction/masking';
import type { Proposals } from './Proposals';
import { publishCatalogFile, type Publishing } from './publishCatalogFile';
import type { CatalogTarget, RepositoryRules } from './RepositoryRules';
import { proposeRequest } from './proposeRequest';
import { recordSent, type SentElsewhere } from './recordSent';
import type { Requests } from './Requests';

/**
 * What may be asked for, by a Template, a page or an agent. Each is checked, written
 * down, audited and sent the same way.
 */
export class ResourceRequests {
  readonly platforms: Platforms;
  readonly #gate: Gate;
  readonly #publishing: Publishing;
  readonly budgets: Budgets;
  readonly #repositories: RepositoryRules;
  readonly #requests: Requests;
  readonly #proposals: Proposals;

  constructor(
    options: ConstructorParameters<typeof Gate>[0] & {
      proposals: Proposals;
    },
  ) {
    this.platforms = options.platforms;
    this.#gate = new Gate(options);
    this.#publishing = { ...options, gate: this.#gate };
    this.budgets = options.budgets;
    this.#repositories = options.repositoryRules;
    this.#requests = options.requests;
    this.#proposals = options.proposals;
  }

  /** What sending in other ways needs. */
  get #parts() {
    return {
      gate: this.#gate,
      repositories: this.#repositories,
      requests: this.#requests,
      proposals: this.#proposals,
    };
  }

  get proposals(): Proposals {
    return this.#proposals;
  }

  /**
   * Reads what somebody has sent, and counts that as theirs.
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
   * Reads what was counted before. One person's are read one after the other: the
   * threads that read YAML are for everybody.
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
    asker: Asker,
    asked: Manifest,
    seen?: Seen,
  ): Promise<Performed> {
    return this.#gate.runAudited(
      asker,
      'configure-resource',
      asked,
      async () => {
        const checked = await this.#gate.check(asker, asked);
        const { wanted, platform, ref, promise, present } = checked;
        const action = present ? 'Update' : 'Request';
        const secrets = secretsOf(asker, wanted, promise);
        const masked = maskManifest(wanted, secrets);
        if (this.platforms.repository) refuseSecrets(masked.fields);
        const context = {
          ...contextOf(wanted, promise, platform),
          masked: masked.fields.length > 0,
          seen,
        };
        const { stored, sent } = await this.#requests.perform(
          {
            promise: promise.metadata.name,
            ref,
            action,
            delivery: 'push',
            manifest: storedManifest(masked.manifest),
            before: present && presentOf(present, promise),
            secretsGiven: findGivenSecrets(asker, asked, promise),
            requestedBy: asker.by,
            taskId: asker.taskId,
          },
          context,
          request =>
            maskingErrors(secrets, () => push(platform, request, wanted)),
        );
        return { action, stored, sent };
      },
      {
        ofResult: ({ stored }) => ({
          secretsGiven: stored.record.secretsGiven ?? [],
        }),
      },
    );
  }

  /** What the platform would answer, without doing it. */
  async dryRun(
    asker: Asker,
    asked: Manifest,
    mode: 'create' | 'update',
  ): Promise<DryRunResult> {
    return this.budgets.runInTurn(asker.credentials, () =>
      this.#gate.runAuditedAs(
        asker,
        { eventId: 'dry-run', severityLevel: 'low' },
        { ...refOf(asked), mode },
        () => dryRunRequest(this.#gate, asker, asked, mode),
      ),
    );
  }

  /** Deletes a Resource. */
  async remove(
    asker: Asker,
    ref: ObjectRef,
  ): Promise<Performed & { answer: unknown }> {
    return this.#gate.runAudited(asker, 'delete', ref, async () => {
      const checked = await this.#gate.checkDeletion(asker, ref);
      const { platform, promise, present } = checked;
      let answer: unknown;
      const askedAt = new Date();
      const { stored, sent } = await this.#requests.perform(
        {
          promise: promise.metadata.name,
          ref,
          action: 'Delete',
          delivery: 'push',
          before: presentOf(present, promise),
          requestedBy: asker.by,
          taskId: asker.taskId,
        },
        { ...contextOf(present, promise, platform), masked: false },
        async () => {
          const receipt = await platform
            .delete(ref, { by: asker.by })
            .catch(async error => {
              if (error.name !== 'NotFoundError') throw error;
              const store = await this.#requests.store();
              const earlier = await store.ofResource(ref);
              if (isBeingDeleted(present, earlier, askedAt)) return undefined;
              throw error;
            });
          answer = receipt && answerOf(receipt, promise);
          return receipt ? sentOf(receipt) : {};
        },
      );
      return { action: 'Delete', stored, sent, answer };
    });
  }

  /** Proposes a request, a change or a deletion as a pull request. */
  async propose(
    asker: Asker,
    asked: Manifest,
    action: RequestAction,
    target: ProposalTarget,
  ): Promise<Performed> {
    const meta = { action, repoUrl: maskSecretTexts(target.repoUrl, MASK) };
    const work = () =>
      proposeRequest(this.#parts, asker, asked, { action, target });
    return this.#gate.runAudited(asker, 'propose', asked, work, { meta });
  }

  /** See {@link recordSent}. */
  async record(asker: Asker, about: SentElsewhere): Promise<void> {
    const { manifest } = about;
    await this.#gate.runAudited(asker, 'record-request', manifest, () =>
      recordSent(this.#parts, asker, about),
    );
  }

  /** See {@link publishCatalogFile}. */
  async publish<T>(
    asker: Asker,
    target: CatalogTarget,
    work: () => Promise<T>,
  ): Promise<T> {
    return publishCatalogFile(this.#publishing, asker, target, work);
  }
}
