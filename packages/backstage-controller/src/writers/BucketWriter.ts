import pLimit from 'p-limit';
import type { Bucket } from './Bucket';
import {
  keyOfOutput,
  type EntityOutput,
  type EntityWriter,
  type OutputId,
  type WrittenOutput,
} from './EntityWriter';
import { cleanFolder, isCatalogInfo, outputFile } from './outputFile';
import { readHeader, withHeader } from './outputHeader';
import { OutputPlaces } from './OutputPlaces';

/** Objects that are read at once while all are looked through. */
const READS_AT_ONCE = 16;

/** Puts outputs into a bucket, an object each; one that is the same is not put again. */
export class BucketWriter implements EntityWriter {
  readonly #bucket: Bucket;
  readonly #folder: string;
  #places: Promise<OutputPlaces> | undefined;

  /** @param options.path - folder in the bucket; '' is all of it */
  constructor(options: { bucket: Bucket; path: string }) {
    this.#bucket = options.bucket;
    this.#folder = cleanFolder(options.path);
  }

  async write(
    { id, names, path, content }: EntityOutput,
    signal: AbortSignal,
  ): Promise<'written' | 'unchanged'> {
    const key = outputFile(this.#folder, path);
    const text = withHeader(id, names, content);
    const places = await this.#known(signal);
    const present = await this.#bucket.read(key, text, signal);
    const isNew = present.kind !== 'same';
    if (isNew) await this.#bucket.put(key, text, signal);
    // The new one is there before the old one is gone.
    const removed = await this.#removeFrom(
      places.pathsOf(id).filter(other => other !== key),
      id,
      signal,
    );
    places.set({ id, names }, key);
    return isNew || removed ? 'written' : 'unchanged';
  }

  async remove(id: OutputId, signal: AbortSignal): Promise<void> {
    const places = await this.#known(signal);
    await this.#removeFrom(places.pathsOf(id), id, signal);
    places.delete(id);
  }

  async list(signal: AbortSignal): Promise<WrittenOutput[]> {
    return (await this.#findPlaces(signal)).outputs();
  }

  /** @returns whether there was one to remove */
  async #removeFrom(
    keys: string[],
    id: OutputId,
    signal: AbortSignal,
  ): Promise<boolean> {
    let isRemoved = false;
    for (const key of keys) {
      const present = await this.#bucket.read(key, undefined, signal);
      const found =
        present.kind === 'other' ? readHeader(present.text) : undefined;
      // Another output may be there by now.
      if (!found || keyOfOutput(found.id) !== keyOfOutput(id)) continue;
      await this.#bucket.delete(key, signal);
      isRemoved = true;
    }
    return isRemoved;
  }

  /** Looked for once; all who wait for it are stopped together. */
  async #known(signal: AbortSignal): Promise<OutputPlaces> {
    this.#places ??= this.#findPlaces(signal);
    const finding = this.#places;
    try {
      return await finding;
    } catch (error) {
      if (this.#places === finding) this.#places = undefined;
      throw error;
    }
  }

  async #findPlaces(signal: AbortSignal): Promise<OutputPlaces> {
    const places = new OutputPlaces();
    const keys = await this.#bucket.list(
      this.#folder && `${this.#folder}/`,
      signal,
    );
    const limit = pLimit(READS_AT_ONCE);
    await Promise.all(
      keys.filter(isCatalogInfo).map(key =>
        limit(async () => {
          const present = await this.#bucket.read(key, undefined, signal);
          const found =
            present.kind === 'other' ? readHeader(present.text) : undefined;
          if (found) places.add(found, key);
        }),
      ),
    );
    return places;
  }
}
