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
  readonly #byObject = new Map<string, Map<string, OutputId>>();
  /** Objects with outputs, by their Promise. */
  readonly #byPromise = new Map<string, Map<string, SyncKey>>();

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
    return [...(this.#byPromise.get(promise)?.values() ?? [])];
  }

  /** What is written for a Promise itself, or for a Resource. */
  of(key: SyncKey): OutputId[] {
    return [...(this.#byObject.get(idOfKey(key))?.values() ?? [])];
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
    const published = keyOfOutput(id);
    await this.#remove(
      this.of(keyOfObject(id)).filter(one => keyOfOutput(one) !== published),
      signal,
    );
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
    const key = keyOfObject(id);
    const object = idOfKey(key);
    const ids = this.#byObject.get(object) ?? new Map<string, OutputId>();
    this.#byObject.set(object, ids.set(keyOfOutput(id), id));
    const objects =
      this.#byPromise.get(id.promise) ?? new Map<string, SyncKey>();
    this.#byPromise.set(id.promise, objects.set(object, key));
  }

  #forget(id: OutputId) {
    const object = idOfKey(keyOfObject(id));
    const ids = this.#byObject.get(object);
    ids?.delete(keyOfOutput(id));
    if (ids && ids.size > 0) return;
    this.#byObject.delete(object);
    const objects = this.#byPromise.get(id.promise);
    objects?.delete(object);
    if (objects?.size === 0) this.#byPromise.delete(id.promise);
  }
}
