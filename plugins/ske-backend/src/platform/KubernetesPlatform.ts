import {
  InputError,
  isError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import {
  at,
  isPromise,
  labels,
  splitApiVersion,
  type DryRunResult,
  type Manifest,
  type ObjectRef,
} from '@syntasso/plugin-ske-common';
import {
  accessReview,
  Discovery,
  InvalidManifestError,
  resourceTypes,
  type KubernetesClient,
  type ResourceType,
} from '@syntasso/plugin-ske-node';
import { versionsOf } from '../views/versions';
import { LivePlatform } from '../live/LivePlatform';
import { LiveSources } from '../live/LiveSources';
import type { Platform, Receipt } from './Platform';

/** Field manager of everything this project writes. */
export const FIELD_MANAGER = 'backstage-ske';

const SYNC_PATIENCE_MS = 10_000;

/** The platform through the Kubernetes API, with one credential. */
export class KubernetesPlatform implements Platform {
  readonly name: string;
  readonly client: KubernetesClient;
  readonly live: LivePlatform;
  /** What pages show, drawn once for all who see the same. */
  readonly sources: LiveSources;
  readonly #discovery: Discovery;

  constructor(options: ConstructorParameters<typeof LivePlatform>[0]) {
    this.name = options.name;
    this.client = options.client;
    this.live = new LivePlatform(options);
    this.sources = new LiveSources(this.live);
    this.#discovery = new Discovery(options.client);
  }

  async get(ref: ObjectRef): Promise<Manifest> {
    const type = await this.#typeOf(ref);
    return this.client.get(type, keyOf(ref));
  }

  async apply(manifest: Manifest): Promise<Receipt> {
    const type = await this.#typeOf(refOf(manifest));
    const applied = await this.client.apply(type, manifest, {
      fieldManager: FIELD_MANAGER,
      force: true,
    });
    return { kind: 'applied', manifest: applied };
  }

  async dryRun(
    manifest: Manifest,
    mode: 'create' | 'update',
  ): Promise<DryRunResult> {
    const type = await this.#typeOf(refOf(manifest));
    try {
      if (mode === 'create') {
        const created = await this.client.create(type, manifest, {
          dryRun: true,
        });
        return { outcome: 'accepted', manifest: withoutManagers(created) };
      }
      const applied = await this.client.apply(type, manifest, {
        fieldManager: FIELD_MANAGER,
        force: true,
        dryRun: true,
      });
      return { outcome: 'accepted', manifest: withoutManagers(applied) };
    } catch (error) {
      return refusal(error, manifest);
    }
  }

  async delete(ref: ObjectRef): Promise<Receipt> {
    const type = await this.#typeOf(ref);
    return {
      kind: 'deleted',
      answer: await this.client.delete(type, keyOf(ref)),
    };
  }

  async retry(ref: ObjectRef): Promise<Receipt> {
    const type = await this.#typeOf(ref);
    const manifest = await this.client.patch(type, keyOf(ref), {
      metadata: { labels: { [labels.manualReconciliation]: 'true' } },
    });
    return { kind: 'applied', manifest };
  }

  /** Holds the workflow back, or lets it go on. */
  async setPaused(ref: ObjectRef, paused: boolean): Promise<Receipt> {
    const type = await this.#typeOf(ref);
    const manifest = await this.client.patch(type, keyOf(ref), {
      metadata: { labels: { [labels.paused]: paused ? 'true' : null } },
    });
    return { kind: 'applied', manifest };
  }

  /**
   * Moves a Resource to another version of its Promise, through its
   * ResourceBinding.
   *
   * @throws InputError when that version is not installed, NotFoundError when
   * the Resource has no binding.
   */
  async upgrade(ref: ObjectRef, version: string): Promise<Receipt> {
    const promise = await this.promiseOf(ref);
    const { name } = promise.metadata;
    const revisions = await this.client.list(resourceTypes.promiseRevisions);
    const installed = versionsOf(name, revisions.items);
    if (version !== 'latest' && !installed.includes(version)) {
      throw new InputError(
        `version: ${version} of Promise ${name} is not installed. Installed: ${
          installed.join(', ') || 'none'
        }.`,
      );
    }
    const { items } = await this.client.list(resourceTypes.resourceBindings, {
      namespace: ref.namespace ?? 'default',
      labelSelector: `${labels.promiseName}=${name},${labels.resourceName}=${ref.name}`,
    });
    if (items.length === 0) {
      throw new NotFoundError(
        `${ref.kind} ${ref.namespace}/${ref.name} has no ResourceBinding on the platform, so its version cannot be chosen.`,
      );
    }
    const manifest = await this.client.patch(
      resourceTypes.resourceBindings,
      items[0].metadata,
      { spec: { version } },
    );
    return { kind: 'applied', manifest };
  }

  /**
   * Whether the credential may do something to a Resource, or to a Resource to
   * be when the reference has no name.
   */
  async review(
    ref: Omit<ObjectRef, 'name'> & { name?: string },
    verbs: string[],
  ): Promise<{ type: ResourceType; lacking: string | undefined }> {
    await this.requireOffered(ref);
    const type = await this.#discovery.resolve(ref.apiVersion, ref.kind);
    const answers = await Promise.all(
      verbs.map(async verb => ({
        verb,
        ...(await accessReview(this.client, {
          type,
          verb,
          namespace: ref.namespace,
          name: ref.name,
        })),
      })),
    );
    return { type, lacking: answers.find(a => !a.allowed)?.verb };
  }

  /** How the kind is reached. @throws NotAllowedError when no Promise offers it. */
  async #typeOf(ref: ObjectRef): Promise<ResourceType> {
    if (isPromise(ref)) return resourceTypes.promises;
    await this.requireOffered(ref);
    return this.#discovery.resolve(ref.apiVersion, ref.kind);
  }

  /** @throws NotAllowedError unless the kind is a Promise's or a Promise. */
  async requireOffered(ref: Pick<ObjectRef, 'apiVersion' | 'kind'>) {
    if (!isPromise(ref)) await this.promiseOf(ref);
  }

  /**
   * The Promise that offers a kind.
   *
   * @throws NotAllowedError when none does.
   */
  async promiseOf(
    ref: Pick<ObjectRef, 'apiVersion' | 'kind'>,
  ): Promise<Manifest> {
    const { group } = splitApiVersion(ref.apiVersion);
    const known = () => this.live.promiseOffering(group, ref.kind);
    if (!known()) {
      await this.live.synced(AbortSignal.timeout(SYNC_PATIENCE_MS));
    }
    const promise = known() ?? (await this.#offeredNow(group, ref.kind));
    if (promise) return promise;
    throw new NotAllowedError(
      `No Promise on platform ${this.name} offers ${ref.kind} (${ref.apiVersion}). Only Promises and their Resources are served here.`,
    );
  }

  /** The watch may be a moment behind a Promise that was just installed. */
  async #offeredNow(
    group: string,
    kind: string,
  ): Promise<Manifest | undefined> {
    const { items } = await this.client.list(resourceTypes.promises);
    return items.find(
      promise =>
        at(promise, 'spec', 'api', 'spec', 'group') === group &&
        at(promise, 'spec', 'api', 'spec', 'names', 'kind') === kind,
    );
  }

  stop() {
    this.live.stop();
  }
}

/** Promises are cluster-scoped, whatever namespace a query defaults to. */
const keyOf = (ref: ObjectRef) => (isPromise(ref) ? { name: ref.name } : ref);

/** The reference of an object. */
export function refOf(manifest: Manifest): ObjectRef {
  return {
    apiVersion: manifest.apiVersion,
    kind: manifest.kind,
    name: manifest.metadata.name,
    namespace: manifest.metadata.namespace,
  };
}

function refusal(error: unknown, manifest: Manifest): DryRunResult {
  if (error instanceof InvalidManifestError) {
    return {
      outcome: 'refused',
      reason: 'invalid',
      message: error.message,
      problems: error.problems,
    };
  }
  if (!isError(error)) throw error;
  const { name, namespace = 'default' } = manifest.metadata;
  switch (error.name) {
    case 'ConflictError':
      return {
        outcome: 'refused',
        reason: 'taken',
        message: `There is already a ${manifest.kind} named ${name} in ${namespace}. Choose another name.`,
        problems: [{ field: 'metadata.name', message: 'is taken' }],
      };
    case 'NotAllowedError':
      return {
        outcome: 'refused',
        reason: 'forbidden',
        message: error.message,
        problems: [],
      };
    case 'NotFoundError':
      throw new NotFoundError(
        `Namespace ${namespace} does not exist on the platform, or the API of ${manifest.kind} is gone. Choose another namespace.`,
        error,
      );
    default:
      throw error;
  }
}

function withoutManagers(manifest: Manifest): Manifest {
  const { managedFields: _, ...metadata } = manifest.metadata;
  return { ...manifest, metadata: metadata as Manifest['metadata'] };
}
