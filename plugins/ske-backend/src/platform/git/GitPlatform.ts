import { isError, NotAllowedError } from '@backstage/errors';
import {
  kratix,
  refOf,
  type DryRunResult,
  type Manifest,
  type ObjectRef,
  type Offering,
  type ViewSubject,
} from '@syntasso/plugin-ske-common';
import type { Written } from '@syntasso/plugin-ske-node';
import type { Viewer } from '../../access/Access';
import type { ViewSource } from '../../live/LiveSource';
import { changedMeanwhileError } from '../changedMeanwhileError';
import type { KubernetesPlatform } from '../KubernetesPlatform';
import { refusedResult, nameTakenResult } from '../dryRunResults';
import { requireNames } from '../requireNames';
import { requireOperation } from '../requireOperation';
import type { Platform, Receipt, WriteOptions } from '../Platform';
import type { CatalogOfferings } from './CatalogOfferings';
import { containsAll } from './containsAll';
import type { ResourceFiles } from './ResourceFiles';
import { withFileVersion } from './withFileVersion';
import type { RequestsRepository } from './RequestsRepository';

/**
 * The platform through a Git repository: what is written is a commit, which the
 * platform picks up. It is read from the repository (mode `gitops`) or from the
 * cluster (mode `hybrid`).
 */
export class GitPlatform implements Platform {
  readonly name: string;
  readonly cluster: KubernetesPlatform | undefined;
  readonly #repository: RequestsRepository;
  readonly #offerings: CatalogOfferings;
  readonly readsFrom: 'repository' | 'cluster';

  constructor(options: {
    name: string;
    repository: RequestsRepository;
    offerings: CatalogOfferings;
    cluster: KubernetesPlatform | undefined;
    reads: 'repository' | 'cluster';
  }) {
    this.name = options.name;
    this.cluster = options.cluster;
    this.#repository = options.repository;
    this.#offerings = options.offerings;
    this.readsFrom = options.reads;
  }

  get #files(): ResourceFiles {
    return this.#repository.files;
  }

  /** Where offerings are read: from the cluster, else from the catalog. */
  get #offeringLookup(): Pick<
    Platform,
    'listOfferings' | 'getOffering' | 'offeringOf'
  > {
    return this.cluster ?? this.#offerings;
  }

  isDefinition(ref: Pick<ObjectRef, 'apiVersion' | 'kind'>): boolean {
    return this.cluster?.isDefinition(ref) ?? kratix.isDefinition(ref);
  }

  async listOfferings(): Promise<Offering[]> {
    return this.#offeringLookup.listOfferings();
  }

  async getOffering(
    name: string,
    definedBy?: Pick<ObjectRef, 'apiVersion' | 'kind'>,
  ): Promise<Offering> {
    return this.#offeringLookup.getOffering(name, definedBy);
  }

  async offeringOf(
    ref: Pick<ObjectRef, 'apiVersion' | 'kind'>,
  ): Promise<Offering> {
    return this.#offeringLookup.offeringOf(ref);
  }

  async get(ref: ObjectRef): Promise<Manifest> {
    await this.offeringOf(ref);
    if (this.readsFrom === 'cluster') return this.#requireCluster().get(ref);
    const file = await this.#files.get(ref);
    if (!file) throw this.#files.noFileError(ref);
    return withFileVersion(file, await this.#readStatus(ref));
  }

  async getWritten(ref: ObjectRef): Promise<Manifest | undefined> {
    await this.offeringOf(ref);
    return (await this.#files.get(ref))?.manifest;
  }

  async source(subject: ViewSubject, viewer: Viewer): Promise<ViewSource> {
    if (this.cluster) return this.cluster.source(subject, viewer);
    const { sources } = this.#repository;
    // What cannot be shown at all is an error, as for a cluster.
    switch (subject.kind) {
      case 'promise': {
        const find = () => this.getOffering(subject.name);
        await find();
        return sources.offering(subject.name, viewer, find);
      }
      case 'resources': {
        const { promise: name } = subject;
        const find = () => this.getOffering(name);
        await find();
        const entities = () => this.#offerings.resourceEntityRefs(name);
        return sources.resources(subject, viewer, find, entities);
      }
      case 'allResources': {
        const list = () => this.listOfferings();
        const entities = () => this.#offerings.resourceEntityRefs();
        return sources.allResources(subject, viewer, list, entities);
      }
      default: {
        const find = () => this.offeringOf(subject.ref);
        await find();
        return sources.resource(subject.ref, viewer, find);
      }
    }
  }

  async apply(
    manifest: Manifest,
    options: WriteOptions = {},
  ): Promise<Receipt> {
    const ref = refOf(manifest);
    const offering = await this.offeringOf(ref);
    requireNames(ref);
    const version = await this.#requireUnchanged(manifest);
    const writeResult = await this.#files.put(manifest, {
      promise: offering.name,
      message: message('Apply', ref, options),
      version,
    });
    return this.#receiptOf(writeResult);
  }

  async dryRun(
    manifest: Manifest,
    mode: 'create' | 'update',
  ): Promise<DryRunResult> {
    const ref = refOf(manifest);
    await this.offeringOf(ref);
    try {
      requireNames(ref);
    } catch (error) {
      return refusedResult(error, manifest, mode);
    }
    if (mode === 'create' && (await this.#files.get(ref)))
      return nameTakenResult(manifest);
    return this.#dryRunOnCluster(manifest, mode);
  }

  async delete(ref: ObjectRef, options: WriteOptions = {}): Promise<Receipt> {
    await this.offeringOf(ref);
    const writeResult = await this.#files.remove(
      ref,
      message('Delete', ref, options),
    );
    return this.#receiptOf(writeResult);
  }

  async retry(ref: ObjectRef): Promise<Receipt> {
    // Kratix removes the label again, so it does not belong into the repository.
    return this.#requireCluster().retry(ref);
  }

  async release(ref: ObjectRef): Promise<Receipt> {
    // Kratix has set the label, so it is not in the repository.
    return this.#requireCluster().release(ref);
  }

  async setPaused(
    ref: ObjectRef,
    paused: boolean,
    options: WriteOptions = {},
  ): Promise<Receipt> {
    const { engine } = await this.offeringOf(ref);
    const pause = requireOperation(engine, 'pause');
    // Where the cluster does not answer, the file decides.
    const live = await this.cluster?.get(ref).catch(() => undefined);
    if (live?.metadata.deletionTimestamp && this.cluster) {
      // Its file is gone already; what is left is on the cluster.
      return this.cluster.setPaused(ref, paused);
    }
    const writeResult = await this.#files.label(
      ref,
      paused ? pause.on : pause.off,
      message(paused ? 'Pause' : 'Resume', ref, options),
    );
    return this.#receiptOf(writeResult);
  }

  async upgrade(ref: ObjectRef, version: string): Promise<Receipt> {
    return this.#requireCluster().upgrade(ref, version);
  }

  /** The cluster's answer to a dry run; accepted unchecked where the cluster cannot be asked. */
  async #dryRunOnCluster(
    manifest: Manifest,
    mode: 'create' | 'update',
  ): Promise<DryRunResult> {
    const unchecked: DryRunResult = {
      outcome: 'accepted',
      manifest,
      checkedBy: 'repository',
    };
    if (!this.cluster) return unchecked;
    const answer = await this.cluster.dryRun(manifest, mode);
    // An account with rights to read only may not do dry runs; the commit needs no such right.
    return answer.outcome === 'refused' && answer.reason === 'forbidden'
      ? unchecked
      : answer;
  }

  /**
   * The version of the file that a writer may change. Somebody who has read the
   * object from the cluster must not overwrite a commit that is not applied there yet.
   *
   * @throws ConflictError when the object or the file is not what they have read.
   */
  async #requireUnchanged(manifest: Manifest): Promise<string | undefined> {
    const { resourceVersion } = manifest.metadata;
    if (resourceVersion === undefined || this.readsFrom === 'repository') {
      return resourceVersion;
    }
    const ref = refOf(manifest);
    const live = await this.#requireCluster().requireUnchanged(
      ref,
      manifest.metadata,
    );
    const file = await this.#files.get(ref);
    if (file && !containsAll(file.manifest.spec ?? {}, live.spec ?? {})) {
      throw changedMeanwhileError(ref);
    }
    return file?.version;
  }

  async #readStatus(ref: ObjectRef): Promise<Manifest['status']> {
    if (!this.cluster) return undefined;
    try {
      return (await this.cluster.get(ref)).status;
    } catch (error) {
      // The object is not there yet, or the cluster is away: the repository is enough.
      if (isError(error)) return undefined;
      throw error;
    }
  }

  /** The receipt of a commit; pages read the repository again at once. */
  #receiptOf({ commit = '' }: Written<unknown>): Receipt {
    void this.#repository.watch.pollNow();
    return { kind: 'committed', commit };
  }

  #requireCluster(): KubernetesPlatform {
    if (this.cluster) return this.cluster;
    throw new NotAllowedError(
      `Platform ${this.name} is reached only through its repository (ske.mode: gitops), so this cannot be done from here. Ask the platform team, or give Backstage a cluster to read (ske.kubernetes).`,
    );
  }
}

/** Says in the history of the repository what was done, and for whom. */
function message(verb: string, ref: ObjectRef, { by }: WriteOptions): string {
  const subject = `${verb} ${ref.kind} ${ref.namespace ?? 'default'}/${
    ref.name
  }`;
  return by ? `${subject}\n\nRequested-by: ${by}\n` : `${subject}\n`;
}
