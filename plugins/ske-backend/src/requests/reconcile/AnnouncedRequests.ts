import { isDeepStrictEqual } from 'node:util';
import {
  isOpen,
  requestAnnotationsOf,
  splitApiVersion,
  type Manifest,
  type ObjectRef,
  type RequestRecord,
} from '@syntasso/plugin-ske-common';
import type { RequestStore } from '../store/RequestStore';

/**
 * The open changes and deletions of Resources, kept in memory for the entities of these
 * Resources, which are made without waiting for the database.
 */
export class AnnouncedRequests {
  #byResource = new Map<string, RequestRecord>();

  /**
   * Reads them again.
   *
   * @returns the Resources whose open request is another one than before
   */
  async refresh(store: RequestStore): Promise<ObjectRef[]> {
    const unfinished = await store.listUnfinished();
    const recordsBefore = this.#byResource;
    const currentRecords = new Map(
      unfinished
        .map(({ record }) => record)
        .filter(record => isOpen(record) && isShown(record))
        .map(record => [keyOf(record.ref), record] as const),
    );
    this.#byResource = currentRecords;
    return [...new Map([...recordsBefore, ...currentRecords])]
      .filter(
        ([key]) =>
          !isDeepStrictEqual(recordsBefore.get(key), currentRecords.get(key)),
      )
      .map(([, { ref }]) => ref);
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

const keyOf = (ref: ObjectRef) =>
  [
    splitApiVersion(ref.apiVersion).group,
    ref.kind,
    ref.namespace ?? 'default',
    ref.name,
  ].join('/');
