import type { ObjectRef } from '@syntasso/plugin-ske-common';
import pLimit from 'p-limit';
import { objectKey } from '../../entities/OfferedObjects';
import type { StoredRequest } from '../store/requestRow';
import {
  reconcileRequests,
  waitsForPeople,
  type ReconcileOptions,
} from './reconcileRequests';
import { READY_LASTS_MS, RequestOutcomes } from './requestOutcome';

/** Time from a change to reconciling; all changes of that time are handled together. */
const AFTER_CHANGE_MS = 1_000;
/**
 * How often all requests are reconciled while at most {@link FEW} of them can end
 * without people: unfinished ones whose pull request is not open.
 */
const WHILE_FEW_MS = 5_000;
const FEW = 50;

/**
 * Reconciles requests: soon after a change those that it touches, and from time to time
 * all of them, which finds what other replicas have recorded and what nobody reports.
 */
export class RequestReconciler {
  readonly #options: ReconcileOptions;
  readonly #endListening: (() => void)[];
  /** The Resources of requests that this replica knows as not done, by their keys. */
  #known = new Map<string, ObjectRef>();
  /** Those of which something has changed. */
  #touched = new Map<string, ObjectRef>();
  /** How many could end without people when all were looked at last. */
  #underWay = 0;
  readonly #oneAtATime = pLimit(1);
  #touchedTimer: NodeJS.Timeout | undefined;
  #touchedDueAt = 0;
  #allTimer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(options: Omit<ReconcileOptions, 'outcomes'>) {
    this.#options = { ...options, outcomes: new RequestOutcomes() };
    const { store, platformProvider } = options;
    this.#endListening = [
      store.onChange(ref => {
        this.#known.set(objectKey(ref), ref);
        this.#touch([ref], AFTER_CHANGE_MS);
      }),
      platformProvider.onDiscovery(keys => this.#touchKnown(keys)),
    ];
  }

  stop() {
    this.#isStopped = true;
    clearTimeout(this.#touchedTimer);
    clearTimeout(this.#allTimer);
    this.#endListening.forEach(end => end());
  }

  /** Reconciles all requests that are not done. */
  reconcileAll(): Promise<void> {
    return this.#runNext(async () => {
      const unfinished = await reconcileRequests(this.#options);
      const found = unfinished.map(({ record: { ref } }) => ref);
      this.#known = new Map([
        ...found.map(ref => [objectKey(ref), ref] as const),
        // Recorded after the list was read.
        ...this.#touched,
      ]);
      this.#underWay = unfinished.filter(isUnderWay).length;
      this.#scheduleNext(unfinished);
    });
  }

  #reconcileTouched(): Promise<void> {
    return this.#runNext(async () => {
      const about = [...this.#touched.values()];
      this.#touched = new Map();
      if (about.length === 0) return;
      this.#scheduleNext(await reconcileRequests(this.#options, about));
    });
  }

  #runNext(work: () => Promise<void>): Promise<void> {
    return this.#oneAtATime(work).catch(error =>
      this.#options.logger.warn(`Requests could not be reconciled: ${error}`),
    );
  }

  #scheduleNext(unfinished: StoredRequest[]) {
    const almostReady = unfinished.filter(({ record }) =>
      this.#options.outcomes.isAlmostReady(record.id),
    );
    this.#touch(
      almostReady.map(({ record }) => record.ref),
      READY_LASTS_MS,
    );
    if (unfinished.some(isUnderWay) && this.#underWay <= FEW)
      this.#scheduleAll();
  }

  #touchKnown(keys: ReadonlySet<string>) {
    const refs = [...keys].map(key => this.#known.get(key));
    this.#touch(
      refs.filter(ref => ref !== undefined),
      AFTER_CHANGE_MS,
    );
  }

  #touch(refs: ObjectRef[], inMs: number) {
    if (this.#isStopped || refs.length === 0) return;
    refs.forEach(ref => this.#touched.set(objectKey(ref), ref));
    const dueAt = Date.now() + inMs;
    if (this.#touchedTimer && this.#touchedDueAt <= dueAt) return;
    clearTimeout(this.#touchedTimer);
    this.#touchedDueAt = dueAt;
    this.#touchedTimer = setTimeout(() => {
      this.#touchedTimer = undefined;
      void this.#reconcileTouched();
    }, inMs);
    this.#touchedTimer.unref();
  }

  #scheduleAll() {
    if (this.#isStopped) return;
    this.#allTimer ??= setTimeout(() => {
      this.#allTimer = undefined;
      void this.reconcileAll();
    }, WHILE_FEW_MS);
    this.#allTimer.unref();
  }
}

/** Whether it can end without people. */
const isUnderWay = ({ record }: StoredRequest) => !waitsForPeople(record);
