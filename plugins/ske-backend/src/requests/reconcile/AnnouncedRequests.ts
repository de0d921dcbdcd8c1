import { isDeepStrictEqual } from 'node:util';
import {
  isOpen,
  requestAnnotationsOf,
  type Manifest,
  type ObjectRef,
  type RequestRecord,
} from '@syntasso/plugin-ske-common';
import { objectKey } from '../../entities/OfferedObjects';
import type { RequestStore } from '../store/RequestStore';

/**
 * The open changes and deletions of Resources, kept in memory for the entities of these
 * Resources, which are made without waiting for the database.
 */
export class AnnouncedRequests {
  readonly #byResource = new Map<string, RequestRecord>();

  /**
   * Reads them again; one call at a time.
   *
   * @param about - only those of these Resources; default: all, also of other replicas
   * @returns the Resources whose open request is another one than before
   */
  async refresh(
    store: RequestStore,
    about?: ObjectRef[],
  ): Promise<ObjectRef[]> {
    const unfinished = await store.listUnfinished(about);
    const records = new Map(
      unfinished
        .map(({ record }) => record)
        .filter(record => isOpen(record) && isShown(record))
        .map(record => [keyOf(record.ref), record] as const),
    );
    const keys = about?.map(keyOf) ?? [...this.#byResource.keys()];
    return [...new Set([...keys, ...records.keys()])]
      .map(key => this.#put(key, records.get(key)))
      .filter(ref => ref !== undefined);
  }

  /** @returns its Resource, if it is another one than before */
  #put(key: string, record: RequestRecord | undefined): ObjectRef | undefined {
    const before = this.#byResource.get(key);
    if (isDeepStrictEqual(before, record)) return undefined;
    if (record) this.#byResource.set(key, record);
    else this.#byResource.delete(key);
    return (record ?? before)?.ref;
  }

  /** What a Resource's entity says about what is on its way. */
  annotationsOf({ apiVersion, kind, metadata }: Manifest) {
    const { name, namespace } = metadata;
    const record = this.#byResource.get(
      keyOf({ apiVersion, kind, name, namespace }),
    );
    return record ? requestAnnotationsOf(record) : {};
  }
}

/** A push is carried out at once; what people wait for is an approval, or an end. */
const isShown = ({ action, delivery }: RequestRecord) =>
  action === 'Delete' || (action === 'Update' && delivery === 'pull-request');

const keyOf = ({ namespace = 'default', ...ref }: ObjectRef) =>
  objectKey({ ...ref, namespace });
