import type { AuthService } from '@backstage/backend-plugin-api';
import { ConflictError, InputError, NotAllowedError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  annotations,
  componentAnnotations,
  refOf,
  type Manifest,
  type ObjectRef,
  type RequestAction,
} from '@syntasso/plugin-ske-common';
import type { Access, ResourceAction } from '../../access/Access';
import type { PlatformProvider } from '../../platform/PlatformProvider';
import { requireFewSecrets } from '../../redaction/secrets';
import type { Requester } from '../Requester';
import { addRequester, type GroupSources } from './addRequester';
import type {
  AuthorizedRequest,
  FoundRequest,
  Proposal,
} from './AuthorizedRequest';
import { restoreSecrets, restoreMetadata } from './restoreSecrets';
import { findExisting, findProposals } from './findExisting';
import type { RequestDispatcher } from '../dispatch/RequestDispatcher';
import type { RepositoryRules } from './RepositoryRules';
import { actionToAllow, blankOf } from './actionToAllow';
import { requireAvailable } from './requireAvailable';
import { requireFreeEntityName } from './requireFreeEntityName';
import {
  newAnnotation,
  requireAllowedMetadata,
  type AllowedMetadata,
} from './requestMetadata';

/**
 * Checks every request and every dry run: whether the person may make it. What is on
 * the platform decides, not what the sent manifest claims.
 */
export class RequestAuthorizer {
  readonly #platformProvider: PlatformProvider;
  readonly #access: Access;
  readonly #repositories: RepositoryRules;
  readonly #allowedMetadata: AllowedMetadata;
  readonly #dispatcher: RequestDispatcher;
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;

  constructor(options: {
    platformProvider: PlatformProvider;
    access: Access;
    repositoryRules: RepositoryRules;
    allowedMetadata: AllowedMetadata;
    dispatcher: RequestDispatcher;
    catalog: CatalogService;
    auth: AuthService;
  }) {
    this.#platformProvider = options.platformProvider;
    this.#access = options.access;
    this.#repositories = options.repositoryRules;
    this.#allowedMetadata = options.allowedMetadata;
    this.#dispatcher = options.dispatcher;
    this.#catalog = options.catalog;
    this.#auth = options.auth;
  }

  get #groups(): GroupSources {
    return { access: this.#access, catalog: this.#catalog, auth: this.#auth };
  }

  /**
   * Checks a request.
   *
   * @returns it, with the objects that were read for that
   * @throws ConflictError for a new Resource of an offering that takes no requests now
   */
  async authorize(
    requester: Requester,
    wanted: Manifest,
    action?: RequestAction,
  ): Promise<AuthorizedRequest> {
    const checked = await this.authorizeKeepingPlaceholders(
      requester,
      wanted,
      action,
    );
    if (action === 'Delete') return checked;
    if (!checked.present) requireAvailable(checked.offering);
    return addRequester(await restoreSecrets(checked), requester, this.#groups);
  }

  /**
   * Checks a request, with placeholders for stored secrets as they were sent. For one
   * that another action has sent already: the Resource may be another one by now.
   */
  async authorizeKeepingPlaceholders(
    requester: Requester,
    wanted: Manifest,
    action?: RequestAction,
  ): Promise<AuthorizedRequest> {
    const checked = await this.#find(requester, wanted);
    const permission = actionToAllow(action, checked.present);
    if (action === 'Delete') {
      // The owner that the sent manifest names counts for nothing: without a present
      // object, only its name decides.
      await this.#require(requester, permission, blankOf(checked.ref), checked);
      return { ...checked, isAuthorized: true };
    }
    await this.#require(requester, permission, wanted, checked);
    const proposed = checked.present
      ? undefined
      : await this.#requireProposed(requester, checked);
    const restoredRequest = restoreMetadata({ ...checked, proposed });
    await this.#requireMetadata(requester, restoredRequest);
    requireFewSecrets(wanted, restoredRequest.offering);
    return { ...restoredRequest, isAuthorized: true };
  }

  /**
   * A request for what somebody else proposes replaces that, so it needs the right to update.
   *
   * @returns the newest proposal
   * @throws NotAllowedError
   */
  async #requireProposed(
    requester: Requester,
    { ref, offering }: FoundRequest,
  ): Promise<Proposal | undefined> {
    const store = await this.#dispatcher.store();
    const proposals = await findProposals(store, {
      promise: offering.name,
      ref,
    });
    const ofOther = proposals.find(
      ({ by }) => !(requester.by && by === requester.by),
    );
    if (ofOther) {
      const { manifest } = ofOther;
      await this.#require(requester, 'update', manifest, {
        present: manifest,
        offering,
      });
    }
    return proposals[0];
  }

  /**
   * Checks a dry run. The platform's answer to a change reveals the present object,
   * so that needs the right to read it.
   */
  async authorizeDryRun(
    requester: Requester,
    wanted: Manifest,
    mode: 'create' | 'update',
  ): Promise<AuthorizedRequest> {
    // The answer to a dry run with mode create reveals nothing about a present
    // object, so somebody who may create but not read may ask for it.
    const checked = await this.#find(requester, wanted, mode === 'update');
    return this.#authorizeTried(requester, checked);
  }

  /**
   * Checks a preview. Unlike a dry run it shows what is there: the files of the Resource,
   * and what the platform says of the difference.
   *
   * @throws ConflictError for a new Resource whose name is taken.
   */
  async authorizePreview(
    requester: Requester,
    wanted: Manifest,
    mode: 'create' | 'update',
  ): Promise<AuthorizedRequest> {
    const checked = await this.#find(requester, wanted);
    const authorized = await this.#authorizeTried(requester, checked);
    const { present, ref } = checked;
    if (mode === 'create' && present) {
      throw new ConflictError(
        `metadata.name: ${ref.name} is taken in namespace ${ref.namespace}. Choose another name, or change that Resource instead.`,
      );
    }
    return authorized;
  }

  /** Checks a request that is not carried out, and whose answer shows what was found. */
  async #authorizeTried(
    requester: Requester,
    checked: FoundRequest,
  ): Promise<AuthorizedRequest> {
    const { wanted, present } = checked;
    const permission = actionToAllow(undefined, present);
    await this.#require(requester, permission, wanted, checked);
    if (present) await this.#require(requester, 'read', wanted, checked);
    const restoredRequest = restoreMetadata(checked);
    await this.#requireMetadata(requester, restoredRequest);
    const restored = await restoreSecrets({
      ...restoredRequest,
      isAuthorized: true,
    });
    return addRequester(restored, requester, this.#groups);
  }

  /**
   * Checks a deletion.
   *
   * @throws NotFoundError when it is not there.
   */
  async authorizeDeletion(
    requester: Requester,
    ref: ObjectRef,
  ): Promise<Omit<FoundRequest, 'wanted'> & { present: Manifest }> {
    const platform = this.#platformProvider.forCaller(requester.caller);
    if (platform.isDefinition(ref)) {
      throw new NotAllowedError(
        `${ref.kind} ${ref.name}: ${ref.kind}s are installed, changed and deleted on the platform, not in Backstage. Ask the platform team.`,
      );
    }
    const offering = await platform.offeringOf(ref);
    const present = await platform.get(ref);
    const checked = { platform, offering, present, ref };
    await this.#require(requester, 'delete', present, checked);
    return checked;
  }

  async #find(
    requester: Requester,
    wanted: Manifest,
    readsPresent = true,
  ): Promise<FoundRequest> {
    const ref: ObjectRef = { namespace: 'default', ...refOf(wanted) };
    const platform = this.#platformProvider.forCaller(requester.caller);
    if (platform.isDefinition(ref)) {
      throw new InputError(
        `manifest: is a ${ref.kind}. This action requests Resources; ${ref.kind}s are installed on the platform.`,
      );
    }
    const offering = await platform.offeringOf(ref);
    const present = readsPresent
      ? await findExisting(platform, ref)
      : undefined;
    return { wanted, platform, offering, present, ref };
  }

  async #require(
    requester: Requester,
    action: ResourceAction,
    wanted: Manifest,
    { present, offering }: Pick<FoundRequest, 'present' | 'offering'>,
  ) {
    const { credentials } = requester;
    await this.#access.requireResource(credentials, action, {
      resource: present ?? wanted,
      offering,
      isThere: present !== undefined,
    });
  }

  /** @throws InputError, NotAllowedError for what a request may not say beside its spec. */
  async #requireMetadata(requester: Requester, checked: FoundRequest) {
    const { wanted, present, ref, offering } = checked;
    const { operates } = requireAllowedMetadata(
      wanted,
      present,
      offering.engine,
      this.#allowedMetadata,
    );
    if (operates) await this.#require(requester, 'operate', wanted, checked);
    const owner = newAnnotation(wanted, present, componentAnnotations.owner);
    if (owner !== undefined) {
      await this.#access.requireMembership(requester.credentials, owner);
    }
    const name = newAnnotation(wanted, present, componentAnnotations.name);
    if (name) {
      const credentials = await this.#auth.getOwnServiceCredentials();
      await requireFreeEntityName(this.#catalog, credentials, name, ref);
    }
    const repoUrl = newAnnotation(wanted, present, annotations.requestsRepoUrl);
    if (repoUrl) {
      this.#repositories.requireRepository(
        annotations.requestsRepoUrl,
        repoUrl,
        offering,
      );
    }
  }
}
