import type { Metrics } from '../status/Metrics';
import {
  keyOfOutput,
  type Delivery,
  type EntityOutput,
  type EntityWriter,
  type OutputId,
  type WrittenOutput,
} from '../writers/EntityWriter';
import { idOfKey, keyOfObject, type SyncKey } from './SyncKey';

/**
 * What is written, by what it is written for. An object has one output; more only while it
 * moves from one portal to another.
 */
export class Outputs {
  readonly #writer: EntityWriter;
  readonly #metrics: Metrics;
  /** By the Promise, and by the object. There is one for each Resource of the platform. */
  readonly #byPromise = new Map<string, Map<string, OutputId[]>>();

  constructor(writer: EntityWriter, metrics: Metrics) {
    this.#writer = writer;
    this.#metrics = metrics;
  }

  /** Asks the writer for all that is written. */
  async load(signal: AbortSignal): Promise<WrittenOutput[]> {
    const written = await this.#writer.list(signal);
    written.forEach(({ id }) => this.#add(id));
    return written;
  }

  /** The Promises that something is written for, or for whose Resources. */
  get promises(): string[] {
    return [...this.#byPromise.keys()];
  }

  /** What of a Promise has outputs: itself, and Resources. */
  ofPromise(promise: string): SyncKey[] {
    const objects = this.#byPromise.get(promise)?.values() ?? [];
    return [...objects].map(([id]) => keyOfObject(id));
  }

  /** What is written for a Promise itself, or for a Resource. */
  of(key: SyncKey): OutputId[] {
    const promise = promiseOfKey(key);
    if (promise === undefined) return [];
    return [...(this.#byPromise.get(promise)?.get(idOfKey(key)) ?? [])];
  }

  /**
   * Writes the output of an object, removes those that it had in other portals, and says
   * whether it has arrived.
   */
  async publish(output: EntityOutput, signal: AbortSignal): Promise<Delivery> {
    const { id } = output;
    signal.throwIfAborted();
    const result = await this.#writer.write(output, signal);
    this.#add(id);
    this.#metrics.countOutput(result);
    await this.#remove(this.#others(id), signal);
    return (
      (await this.#writer.deliveryOf?.(id, signal)) ?? { state: 'delivered' }
    );
  }

  /** Removes all that is written for an object. */
  async withdraw(key: SyncKey, signal: AbortSignal): Promise<void> {
    await this.#remove(this.of(key), signal);
  }

  async #remove(ids: OutputId[], signal: AbortSignal) {
    for (const id of ids) {
      signal.throwIfAborted();
      await this.#writer.remove(id, signal);
      this.#forget(id);
      this.#metrics.countOutput('removed');
    }
  }

  #add(id: OutputId) {
    this.#set(id, [...this.#others(id), id]);
  }

  #forget(id: OutputId) {
    this.#set(id, this.#others(id));
  }

  /** The outputs of the same object in other portals. */
  #others(id: OutputId): OutputId[] {
    const key = keyOfOutput(id);
    return this.of(keyOfObject(id)).filter(one => keyOfOutput(one) !== key);
  }

  #set(id: OutputId, ids: OutputId[]) {
    const { promise } = id;
    const object = idOfKey(keyOfObject(id));
    const objects =
      this.#byPromise.get(promise) ?? new Map<string, OutputId[]>();
    if (ids.length > 0) objects.set(object, ids);
    else objects.delete(object);
    if (objects.size > 0) this.#byPromise.set(promise, objects);
    else this.#byPromise.delete(promise);
  }
}

const promiseOfKey = (key: SyncKey): string | undefined => {
  switch (key.kind) {
    case 'promise':
      return key.name;
    case 'resource':
      return key.promise;
    default:
      return undefined;
  }
};
