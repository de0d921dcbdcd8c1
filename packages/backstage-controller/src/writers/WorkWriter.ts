import {
  ConflictError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  conditionsOf,
  labels,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import {
  NAMES_ANNOTATION,
  OUTPUT_ANNOTATION,
  OWN_SELECTOR,
} from '../platform/names';
import type { PlatformApi, Watch } from '../platform/PlatformApi';
import { isComplete, problemOf } from '../platform/watchState';
import {
  keyOfOutput,
  WriteLaterError,
  type Delivery,
  type EntityOutput,
  type EntityWriter,
  type OutputId,
  type WrittenOutput,
} from './EntityWriter';
import {
  groupIdOfKept,
  isSameWork,
  keepOfWork,
  selectorsOfKept,
} from './keptWork';
import { formatOutputId, parseOutputId } from './outputId';
import { parseOutputNames } from './outputNames';
import { makeWork, workNameOf } from './work';
import { folderKeyOf, groupIdOf } from './workFolder';

const RIGHT_REMEDY =
  'The controller needs the verbs get, list, watch, create, patch and delete on works.platform.kratix.io: its Helm chart has them in a Role.';

/** Index of Works by the folder of their file. */
const FOLDER = 'folder';

/** A watch on the Works of the controller, of which it keeps no content. */
export const watchWorks = (platform: PlatformApi, namespace: string): Watch =>
  platform.watch({
    type: resourceTypes.works,
    list: { namespace, labelSelector: OWN_SELECTOR },
    keep: work => keepOfWork(work, namespace),
    indexes: {
      [FOLDER]: work => {
        const id = outputOfWork(work);
        const groupId = groupIdOfKept(work);
        return id?.kind === 'resource' && groupId !== undefined
          ? [folderKeyOf(id, groupId)]
          : [];
      },
    },
  });

/** The output that a Work was made for; undefined for one of somebody else. */
export const outputOfWork = (work: Manifest): OutputId | undefined =>
  parseOutputId(work.metadata.annotations?.[OUTPUT_ANNOTATION]);

/** Writes each output as a Work, which Kratix writes to the state store of a portal. */
export class WorkWriter implements EntityWriter {
  readonly #platform: PlatformApi;
  readonly #works: Watch;
  readonly #namespace: string;

  /** @param options.works - of {@link watchWorks}, subscribed to by whoever made it */
  constructor(options: {
    platform: PlatformApi;
    works: Watch;
    namespace: string;
  }) {
    this.#platform = options.platform;
    this.#works = options.works;
    this.#namespace = options.namespace;
  }

  async write(output: EntityOutput): Promise<'written' | 'unchanged'> {
    const existing = this.#find(output.id);
    if (existing && isOfAnother(existing, output.id)) {
      // Names have a short hash, which somebody may look for on purpose.
      throw new ConflictError(
        `Work ${existing.metadata.name} is of another Promise or Resource: ${existing.metadata.annotations?.[OUTPUT_ANNOTATION]}. Give one of them another name.`,
      );
    }
    if (existing?.metadata.deletionTimestamp) {
      throw new WriteLaterError(
        `Work ${existing.metadata.name} is still being removed by Kratix, and is written again after that. Check that Kratix runs if this lasts.`,
      );
    }
    if (existing && isMisplaced(existing)) {
      // A Resource's files stay on the Destination that they were once put on.
      await this.#delete(output.id);
      throw new WriteLaterError(
        `Work ${existing.metadata.name} is on a Destination that it is not for any more. It is removed, and written again after that.`,
      );
    }
    const groupId = groupIdOf(output.id, groupIdOfKept(existing), one =>
      this.#isTaken(output.id, one, existing !== undefined),
    );
    const work = makeWork(output, this.#namespace, groupId);
    if (existing && isSameWork(existing, work)) return 'unchanged';
    await this.#platform
      .apply(resourceTypes.works, work)
      .catch(explainMissingRight);
    return 'written';
  }

  async remove(id: OutputId): Promise<void> {
    // The watch may not have it yet.
    await this.#delete(id);
  }

  async list(signal: AbortSignal): Promise<WrittenOutput[]> {
    await this.#works.synced(signal);
    if (!isComplete(this.#works)) {
      throw new ServiceUnavailableError(
        problemOf('works.platform.kratix.io', this.#works.state) ??
          'The Works are not listed yet.',
      );
    }
    return this.#works.store
      .list()
      .filter(({ metadata }) => !metadata.deletionTimestamp)
      .flatMap(work => {
        const id = outputOfWork(work);
        return id ? [{ id, names: namesOfWork(work) }] : [];
      });
  }

  async deliveryOf(id: OutputId): Promise<Delivery> {
    const work = this.#find(id);
    const ready = conditionsOf(work).find(({ type }) => type === 'Ready');
    if (!work || !ready) {
      return {
        state: 'pending',
        message: 'Kratix has not looked at it yet. Check that Kratix runs.',
      };
    }
    switch (ready.reason) {
      case 'AllWorkplacementsScheduled':
        return { state: 'delivered' };
      case 'WorkplacementsFailing':
        return { state: 'failed', message: await this.#storeProblemOf(work) };
      case 'UnscheduledWorkloads':
        return { state: 'failed', message: describeUnscheduled(work) };
      default:
        return {
          state: 'pending',
          message: `Work ${work.metadata.name} is not scheduled yet (${ready.reason}).`,
        };
    }
  }

  /** What the state store has said. */
  async #storeProblemOf(work: Manifest): Promise<string> {
    const { name, namespace } = work.metadata;
    const placements = await this.#platform.list(resourceTypes.workPlacements, {
      namespace,
      labelSelector: `${labels.work}=${name}`,
    });
    const failure = placements
      .flatMap(placement => conditionsOf(placement))
      .find(
        ({ type, status }) => type === 'WriteSucceeded' && status === 'False',
      );
    return `Kratix cannot write Work ${name} to the state store: ${
      failure?.message || 'no reason given'
    }. See the condition Ready of the state store and of the Destination.`;
  }

  #find(id: OutputId): Manifest | undefined {
    return this.#works.store.get(this.#namespace, workNameOf(id));
  }

  /** Of two that have the same folder one moves, and always the same one. */
  #isTaken(id: OutputId, groupId: string, isWritten: boolean): boolean {
    if (id.kind === 'promise') return false;
    const own = workNameOf(id);
    return this.#works.store
      .byIndex(FOLDER, folderKeyOf(id, groupId))
      .some(work => {
        const other = outputOfWork(work);
        return (
          other?.kind === 'resource' &&
          // That of another portal is the same Resource's.
          other.namespace !== id.namespace &&
          (!isWritten || work.metadata.name < own)
        );
      });
  }

  async #delete(id: OutputId) {
    const key = { namespace: this.#namespace, name: workNameOf(id) };
    const existing =
      this.#find(id) ??
      (await this.#platform
        .find(resourceTypes.works, key)
        .catch(explainMissingRight));
    if (!existing || isOfAnother(existing, id)) return;
    await this.#platform
      .delete(resourceTypes.works, key)
      .catch(explainMissingRight);
  }
}

const namesOfWork = ({ metadata: { annotations } }: Manifest) =>
  parseOutputNames(annotations?.[NAMES_ANNOTATION]);

/** One whose annotation nobody can read is of the output whose name it has. */
function isOfAnother(work: Manifest, id: OutputId): boolean {
  const text = work.metadata.annotations?.[OUTPUT_ANNOTATION];
  // Nearly always; reading it takes longer.
  if (text === formatOutputId(id)) return false;
  const owner = outputOfWork(work);
  return owner !== undefined && keyOfOutput(owner) !== keyOfOutput(id);
}

const isMisplaced = (work: Manifest) =>
  conditionsOf(work).some(
    ({ type, reason }) => type === 'Ready' && reason === 'Misplaced',
  );

const describeUnscheduled = (work: Manifest) =>
  `No Destination has the labels ${selectorsOfKept(
    work,
  )}. Create one, or give them to one that is there.`;

function explainMissingRight(error: unknown): never {
  if (error instanceof NotAllowedError) {
    throw new NotAllowedError(`${error.message} ${RIGHT_REMEDY}`, error);
  }
  throw error;
}
