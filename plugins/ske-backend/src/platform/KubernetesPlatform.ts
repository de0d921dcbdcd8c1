import { isError } from '@backstage/errors';
import {
  isListSubject,
  refOf,
  type DryRunResult,
  type Manifest,
  type LabelChanges,
  type ObjectRef,
  type Offering,
  type ViewSubject,
} from '@syntasso/plugin-ske-common';
import {
  reviewAccess,
  Discovery,
  ifNotFound,
  type KubernetesClient,
  type ResourceType,
} from '@syntasso/plugin-ske-node';
import type { Viewer } from '../access/Access';
import type { ViewSource } from '../live/LiveSource';
import type { ClusterEngine } from '../live/ClusterEngine';
import { ClusterWatches } from '../live/ClusterWatches';
import { ViewSources } from '../live/ViewSources';
import { changedMeanwhileError } from './changedMeanwhileError';
import { kratixOnCluster } from '../engines/kratix/kratixOnCluster';
import { findOfferingOf, getOffering, listOfferings } from './findOffering';
import { RecentAnswers } from './RecentAnswers';
import { acceptedResult, refusedResult } from './dryRunResults';
import { requireNames } from './requireNames';
import { requireOperation } from './requireOperation';
import { withResourceVersion } from './withResourceVersion';
import type { Cluster, Receipt } from './Platform';

/** Field manager of everything this project writes. */
export const FIELD_MANAGER = 'backstage-ske';

/** How long an access review is reused: about as long as somebody fills in a form. */
const REVIEWS_MS = 20_000;
const MOST_REVIEWS = 2_000;

/** How often an apply is tried again when only the status has changed meanwhile. */
const ATTEMPTS = 5;

/** The platform through the Kubernetes API, with one credential. */
export class KubernetesPlatform implements Cluster {
  readonly name: string;
  readonly client: KubernetesClient;
  readonly cluster = this;
  readonly readsFrom = 'cluster';
  readonly live: ClusterWatches;
  /** What pages show, drawn once for all who see the same. */
  readonly sources: ViewSources;
  readonly #discovery: Discovery;
  readonly #reviews = new RecentAnswers<{ allowed: boolean }>(
    REVIEWS_MS,
    MOST_REVIEWS,
  );

  /** @param engines - default: Kratix */
  constructor({
    engines = [kratixOnCluster],
    ...options
  }: Omit<ConstructorParameters<typeof ClusterWatches>[0], 'engines'> & {
    engines?: readonly ClusterEngine[];
  }) {
    this.name = options.name;
    this.client = options.client;
    this.live = new ClusterWatches({ ...options, engines });
    this.sources = new ViewSources(this.live);
    this.#discovery = new Discovery(options.client);
  }

  async get(ref: ObjectRef): Promise<Manifest> {
    const type = await this.#typeOf(ref);
    return this.client.get(type, ref);
  }

  async getWritten(ref: ObjectRef): Promise<Manifest | undefined> {
    return this.get(ref).catch(ifNotFound);
  }

  isDefinition(ref: Pick<ObjectRef, 'apiVersion' | 'kind'>): boolean {
    return this.live.engines.some(engine => engine.isDefinition(ref));
  }

  async listOfferings(): Promise<Offering[]> {
    return listOfferings(this);
  }

  async getOffering(
    name: string,
    definedBy?: Pick<ObjectRef, 'apiVersion' | 'kind'>,
  ): Promise<Offering> {
    return getOffering(this, name, definedBy);
  }

  async offeringOf(
    ref: Pick<ObjectRef, 'apiVersion' | 'kind'>,
  ): Promise<Offering> {
    return findOfferingOf(this, ref);
  }

  async source(subject: ViewSubject, viewer: Viewer): Promise<ViewSource> {
    if (subject.kind === 'promise') {
      return this.sources.offering(subject.name, viewer);
    }
    if (isListSubject(subject)) return this.sources.list(subject, viewer);
    // While the platform is away its offerings are not known: the stream reports
    // that, and has no view until the platform is back.
    const isAway = this.live.offerings.states.some(
      ({ kind }) => kind === 'stale',
    );
    if (!isAway) {
      await this.offeringOf(subject.ref).catch(error => {
        if (error.name !== 'ServiceUnavailableError') throw error;
      });
    }
    return this.sources.resource(subject.ref, viewer);
  }

  overview = (viewer: Viewer): ViewSource => this.sources.platform(viewer);

  async apply(manifest: Manifest): Promise<Receipt> {
    const ref = refOf(manifest);
    const type = await this.#typeOf(ref);
    requireNames(ref);
    const readMetadata = manifest.metadata;
    for (let attempt = 1; ; attempt += 1) {
      // Every change of the status makes a new resourceVersion. What the person has
      // read is outdated only if the generation is another one.
      const { resourceVersion } = readMetadata.resourceVersion
        ? (await this.requireUnchanged(ref, readMetadata)).metadata
        : readMetadata;
      try {
        const applied = await this.client.apply(
          type,
          withResourceVersion(manifest, resourceVersion),
          { fieldManager: FIELD_MANAGER, force: true },
        );
        return { kind: 'applied', manifest: applied };
      } catch (error) {
        const moved = isError(error) && error.name === 'ConflictError';
        if (!moved || !readMetadata.resourceVersion || attempt === ATTEMPTS)
          throw error;
      }
    }
  }

  /**
   * The object as it is now, if it is still what somebody has read.
   *
   * @throws ConflictError when it was changed since, or is gone.
   */
  async requireUnchanged(
    ref: ObjectRef,
    read: Pick<Manifest['metadata'], 'resourceVersion' | 'generation'>,
  ): Promise<Manifest> {
    const live = await this.get(ref).catch(ifNotFound);
    const isSame =
      live &&
      (read.generation === undefined
        ? live.metadata.resourceVersion === read.resourceVersion
        : live.metadata.generation === read.generation);
    if (!isSame) throw changedMeanwhileError(ref);
    return live;
  }

  async dryRun(
    manifest: Manifest,
    mode: 'create' | 'update',
  ): Promise<DryRunResult> {
    const type = await this.#typeOf(refOf(manifest));
    try {
      requireNames(refOf(manifest));
      if (mode === 'create') {
        const created = await this.client.create(
          type,
          withResourceVersion(manifest, undefined),
          { dryRun: true },
        );
        return acceptedResult(created);
      }
      const applied = await this.client.apply(
        type,
        withResourceVersion(manifest, undefined),
        { fieldManager: FIELD_MANAGER, force: true, dryRun: true },
      );
      return acceptedResult(applied);
    } catch (error) {
      return refusedResult(error, manifest, mode);
    }
  }

  async delete(ref: ObjectRef): Promise<Receipt> {
    const type = await this.#typeOf(ref);
    return {
      kind: 'deleted',
      answer: await this.client.delete(type, ref),
    };
  }

  async retry(ref: ObjectRef): Promise<Receipt> {
    const { engine } = await this.offeringOf(ref);
    return this.#label(ref, requireOperation(engine, 'retry'));
  }

  /** See {@link Platform.release}. */
  async release(ref: ObjectRef): Promise<Receipt> {
    const { engine } = await this.offeringOf(ref);
    return this.#label(ref, requireOperation(engine, 'release'));
  }

  /** Holds the workflow back, or lets it go on. */
  async setPaused(ref: ObjectRef, paused: boolean): Promise<Receipt> {
    const { engine } = await this.offeringOf(ref);
    const pause = requireOperation(engine, 'pause');
    return this.#label(ref, paused ? pause.on : pause.off);
  }

  /** See {@link ClusterEngine.upgrade}. */
  async upgrade(ref: ObjectRef, version: string): Promise<Receipt> {
    const offering = await this.offeringOf(ref);
    const engine = this.live.engineOf(offering);
    requireOperation(engine, 'upgrade');
    const upgradeTarget = { ref, offering: offering.name, version };
    const manifest = await engine.upgrade(this.client, upgradeTarget);
    return { kind: 'applied', manifest };
  }

  /** @param ref - of a kind that is known to be offered */
  async #label(ref: ObjectRef, changes: LabelChanges): Promise<Receipt> {
    const type = await this.#discovery.resolve(ref.apiVersion, ref.kind);
    const patch = { metadata: { labels: changes } };
    const manifest = await this.client.patch(type, ref, patch);
    return { kind: 'applied', manifest };
  }

  /**
   * Whether the credential may do something to a Resource, or to a Resource to
   * be when the reference has no name.
   */
  async reviewAccess(
    ref: Omit<ObjectRef, 'name'> & { name?: string },
    verbs: string[],
  ): Promise<{ type: ResourceType; lacking: string | undefined }> {
    const type = await this.#typeOf(ref);
    const answers = await Promise.all(
      verbs.map(async verb => {
        const { namespace, name } = ref;
        const question = { type, verb, namespace, name };
        const answer = await this.#reviews.get(JSON.stringify(question), () =>
          reviewAccess(this.client, question),
        );
        return { verb, ...answer };
      }),
    );
    return { type, lacking: answers.find(a => !a.allowed)?.verb };
  }

  stop() {
    this.live.stop();
  }

  /** How the kind is reached. @throws NotAllowedError when nothing offers it. */
  async #typeOf(
    ref: Pick<ObjectRef, 'apiVersion' | 'kind'>,
  ): Promise<ResourceType> {
    await this.offeringOf(ref);
    return this.#discovery.resolve(ref.apiVersion, ref.kind);
  }
}
