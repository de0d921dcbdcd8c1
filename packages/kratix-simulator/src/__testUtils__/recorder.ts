import {
  at,
  conditionsOf,
  isBuiltInGroup,
  pipelinesOf,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import {
  resourceTypes,
  SharedInformer,
  type KubernetesClient,
  type ResourceType,
} from '@syntasso/plugin-ske-node';
import { untilAtRest } from './cluster';
import { collapse, stateOf } from './recordings';

const PATIENCE_MS = 20_000;

/** What an object may fulfil; `undefined` stands for one that is gone. */
export type Condition = (object: Manifest | undefined) => boolean;

/** What the objects of one type go through. */
export class Recorder {
  readonly #plural: string;
  readonly #seen = new Map<
    string,
    { object: Manifest | undefined; state: string }[]
  >();
  readonly #waiting = new Set<() => void>();

  private constructor(plural: string) {
    this.#plural = plural;
  }

  /** Records all objects of a type from now on, until the signal. */
  static async start(
    client: KubernetesClient,
    type: ResourceType,
    signal: AbortSignal,
  ): Promise<Recorder> {
    const recorder = new Recorder(type.plural);
    if (!isBuiltInGroup(type.group)) {
      // A CRD that changes ends the watches of its Resources: states would be missed.
      const name = `${type.plural}.${type.group}`;
      await untilAtRest(client, resourceTypes.crds, { name });
    }
    const informer = new SharedInformer({ client, type, lingerMs: 0 });
    const end = informer.subscribe({
      onChange: change =>
        recorder.#take(change.object, change.kind === 'deleted'),
    });
    signal.addEventListener('abort', end);
    await informer.synced(signal);
    return recorder;
  }

  /** The states of an object until now. */
  states(name: string): string[] {
    return collapse(this.#of(name).map(entry => entry.state));
  }

  /** Resolves when an object fulfils a condition, now or later. */
  async until(name: string, holds: Condition): Promise<void> {
    await this.#find(name, Math.max(0, this.#of(name).length - 1), holds);
  }

  /**
   * Does something, and resolves when each object has then fulfilled its conditions, one
   * after another. No state is missed, however short it is.
   */
  async through(
    action: () => Promise<unknown>,
    conditions: Record<string, Condition[]>,
  ): Promise<void> {
    const starts = Object.entries(conditions).map(
      ([name, steps]) => [name, this.#of(name).length, steps] as const,
    );
    await action();
    await Promise.all(
      starts.map(async ([name, start, steps]) => {
        let index = start;
        for (const holds of steps) index = await this.#find(name, index, holds);
      }),
    );
  }

  #of(name: string) {
    return this.#seen.get(name) ?? [];
  }

  #take(object: Manifest, deleted: boolean) {
    const { name } = object.metadata;
    this.#seen.set(name, [
      ...this.#of(name),
      {
        object: deleted ? undefined : object,
        state: stateOf(object, deleted ? 'DELETED' : ''),
      },
    ]);
    this.#waiting.forEach(look => look());
  }

  /** The index of the first entry from a start on that fulfils a condition. */
  #find(name: string, start: number, holds: Condition): Promise<number> {
    return new Promise((resolve, reject) => {
      let index = start;
      const look = () => {
        const entries = this.#of(name);
        while (index < entries.length && !holds(entries[index].object)) index++;
        if (index === entries.length) return;
        end();
        resolve(index);
      };
      const timer = setTimeout(() => {
        end();
        const went = this.states(name).join('\n');
        reject(
          new Error(
            `${
              this.#plural
            } ${name} did not get there; it went through:\n${went}`,
          ),
        );
      }, PATIENCE_MS);
      const end = () => {
        clearTimeout(timer);
        this.#waiting.delete(look);
      };
      this.#waiting.add(look);
      look();
    });
  }
}

/** Holds where all of them do. */
export const all =
  (...conditions: Condition[]): Condition =>
  object =>
    conditions.every(holds => holds(object));

export const not =
  (condition: Condition): Condition =>
  object =>
    !condition(object);

export const gone: Condition = object => object === undefined;

export const hasReason =
  (reason: string): Condition =>
  object =>
    conditionsOf(object).some(c => c.reason === reason);

/** Whether a condition is as in `Reconciled=True/Reconciled`. */
export const hasCondition =
  (text: string): Condition =>
  object =>
    conditionsOf(object).some(
      c => `${c.type}=${c.status}/${c.reason}` === text,
    );

export const hasLabel =
  (name: string): Condition =>
  object =>
    at(object, 'metadata', 'labels', name) !== undefined;

export const isObserved =
  (generation: number): Condition =>
  object =>
    at(object, 'status', 'observedGeneration') === generation;

/** Whether a pipeline has this phase, as in `network:Running`. */
export const hasPhase =
  (text: string): Condition =>
  object =>
    pipelinesOf(object).some(p => `${p.name}:${p.phase}` === text);

/** Whether all pipelines are Pending. */
export const isPending: Condition = object =>
  pipelinesOf(object).length > 0 &&
  pipelinesOf(object).every(p => p.phase === 'Pending');

/** Whether the workflow is over and everything is written. */
export const isReconciled = all(
  hasCondition('Reconciled=True/Reconciled'),
  object => pipelinesOf(object).every(p => p.phase === 'Succeeded'),
);

/** Whether a pipeline failed. */
export const isFailed = all(
  hasCondition('Reconciled=False/ConfigureWorkflowFailed'),
  object => pipelinesOf(object).some(p => p.phase === 'Failed'),
);
