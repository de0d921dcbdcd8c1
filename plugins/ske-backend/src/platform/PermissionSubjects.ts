import { setMaxListeners } from 'node:events';
import {
  objectSubjectSchema,
  type ObjectSubject,
  type Offering,
} from '@syntasso/plugin-ske-common';
import { ifNotFound } from '@syntasso/plugin-ske-node';
import pLimit from 'p-limit';
import {
  newResourceAttributesOf,
  offeringAttributesOf,
  resourceAttributesOf,
  type PromiseAttributes,
  type ResourceAttributes,
} from '../access/attributes';
import { apiKey } from '../live/apiKey';
import {
  findWatchedOffering,
  findWatchedResource,
} from '../live/findWatchedResource';
import { ifNotAllowed } from '../utils/ifNotAllowed';
import { findPresent } from './findPresent';
import type { KubernetesPlatform } from './KubernetesPlatform';

/** Objects that are read at the same time. */
const AT_ONCE = 10;
/** Up to so many are read one by one; for more a watch is opened, which lists them once. */
const FEW = 3;
const LIST_PATIENCE_MS = 5_000;

/**
 * Loads what conditions of permissions are checked against. The references are subject keys
 * of streams; `promise/<name>` stands for the offering itself, or for a Resource of it that
 * nobody has requested yet. A search asks about each hit, so what a watch has is not read.
 */
export class PermissionSubjects {
  readonly #platform: KubernetesPlatform | undefined;

  /** @param platform - undefined where Backstage has no credential of its own */
  constructor(platform: KubernetesPlatform | undefined) {
    this.#platform = platform;
  }

  /** In the order of the references; undefined for what is not there. */
  promises(refs: string[]): Promise<(PromiseAttributes | undefined)[]> {
    return this.#each(refs, async (subject, platform) =>
      subject.kind === 'promise'
        ? offeringAttributesOf(await getOffering(platform, subject.name))
        : undefined,
    );
  }

  /** See {@link PermissionSubjects.promises}. */
  resources(refs: string[]): Promise<(ResourceAttributes | undefined)[]> {
    return this.#each(refs, async (subject, platform) => {
      if (subject.kind === 'promise') {
        return newResourceAttributesOf(
          await getOffering(platform, subject.name),
        );
      }
      const resource = await findPresent(platform, subject.ref);
      if (!resource) return undefined;
      const offering = await platform.offeringOf(subject.ref);
      return resourceAttributesOf({ offering, resource });
    });
  }

  async #each<Attributes>(
    refs: string[],
    attributesOf: (
      subject: ObjectSubject,
      platform: KubernetesPlatform,
    ) => Promise<Attributes | undefined>,
  ): Promise<(Attributes | undefined)[]> {
    const platform = this.#platform;
    // Without a credential of its own Backstage cannot load it.
    if (!platform) return refs.map(() => undefined);
    const subjects = refs.map(readSubject);
    await openWatches(
      platform,
      subjects.filter(subject => subject !== undefined),
    );
    const atOnce = pLimit(AT_ONCE);
    const load = (subject: ObjectSubject) =>
      atOnce(() =>
        attributesOf(subject, platform)
          // What does not exist, or is of a kind that nothing offers any more, is
          // undefined: no condition holds of it, and the others are decided.
          .catch(ifNotFound)
          .catch(ifNotAllowed),
      );
    return Promise.all(subjects.map(subject => subject && load(subject)));
  }
}

function readSubject(ref: string): ObjectSubject | undefined {
  const subject = objectSubjectSchema.safeParse(ref);
  return subject.success ? subject.data : undefined;
}

/** As a watch has it, else as the platform has it now. */
const getOffering = async (
  platform: KubernetesPlatform,
  name: string,
): Promise<Offering> =>
  findWatchedOffering(platform.live, name) ?? platform.getOffering(name);

/** Opens the watches that have more than a few of the subjects; they stay for a while. */
async function openWatches(
  { live }: KubernetesPlatform,
  subjects: ObjectSubject[],
): Promise<void> {
  if (subjects.length <= FEW) return;
  const signal = AbortSignal.timeout(LIST_PATIENCE_MS);
  // As many as there are kinds.
  setMaxListeners(0, signal);
  // What cannot be listed in time is read one by one, which says what is wrong.
  const ifLate = () => {};
  await live.offerings.synced(signal).catch(ifLate);
  const unwatched = subjects
    .flatMap(subject => (subject.kind === 'resource' ? [subject.ref] : []))
    .filter(ref => findWatchedResource(live, ref).state === 'unwatched');
  const counts = new Map<string, number>();
  for (const ref of unwatched) {
    counts.set(apiKey(ref), (counts.get(apiKey(ref)) ?? 0) + 1);
  }
  const offerings = new Set(
    unwatched
      .filter(ref => (counts.get(apiKey(ref)) ?? 0) > FEW)
      .map(ref => live.offerings.byKind(ref)),
  );
  const informers = [...offerings].flatMap(offering =>
    offering ? live.allResources(offering) : [],
  );
  await Promise.all(informers.map(informer => informer.synced(signal))).catch(
    ifLate,
  );
}
