import { createHash } from 'node:crypto';
import { isError } from '@backstage/errors';
import {
  MASK,
  maskSecretTexts,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { LRUCache } from 'lru-cache';
import type { Log } from '../log/Log';
import { FIELD_MANAGER } from '../platform/names';
import type { PlatformApi } from '../platform/PlatformApi';

/** What an Event says. */
export interface RecordedEvent {
  type: 'Normal' | 'Warning';
  reason: string;
  note: string;
}

interface Series {
  key: { namespace: string; name: string };
  count: number;
  /** When it was written last, in milliseconds. */
  writtenAt: number;
}

/** Kubernetes takes 1024 bytes. */
const LONGEST_NOTE = 1_000;
/** Of the object's name in that of the Event, which has 253 characters at most. */
const LONGEST_START = 200;
/** What happens again sooner is counted, and written with the next one after that. */
const SERIES_MS = 5 * 60_000;
const MOST_SERIES = 2_000;
/** So many different notes an object has of a reason in that time: what others say may change. */
const MOST_NOTES = 10;

/**
 * Writes Events of `events.k8s.io`. The same Event again becomes a series of the first; of
 * very many different ones about the same the first are written.
 */
export class EventRecorder {
  readonly #platform: PlatformApi;
  readonly #log: Log;
  readonly #instance: string;
  readonly #now: () => Date;
  readonly #series = new LRUCache<string, Series>({ max: MOST_SERIES });

  /** Since when an object has so many different notes of a reason. */
  readonly #notes = new LRUCache<string, { since: number; count: number }>({
    max: MOST_SERIES,
  });

  /** @param options.instance - the pod */
  constructor(options: {
    platform: PlatformApi;
    log: Log;
    instance: string;
    now?: () => Date;
  }) {
    this.#platform = options.platform;
    this.#log = options.log;
    this.#instance = options.instance;
    this.#now = options.now ?? (() => new Date());
  }

  /** Records an Event. One that cannot be written is in the log: it stops nothing. */
  async record(about: Manifest, given: RecordedEvent): Promise<void> {
    // Whoever may read a Resource reads it, also what a Git host has said.
    const event = { ...given, note: maskSecretTexts(given.note, MASK) };
    try {
      await this.#write(about, event);
    } catch (error) {
      this.#log.warn('An Event could not be written', {
        about: `${about.kind} ${about.metadata.name}`,
        reason: event.reason,
        note: event.note,
        error: isError(error) ? error.message : String(error),
      });
    }
  }

  async #write(about: Manifest, event: RecordedEvent) {
    const id = JSON.stringify([
      about.kind,
      about.metadata.uid ?? about.metadata.name,
      ...[event.type, event.reason, event.note],
    ]);
    const now = this.#now();
    const series = this.#series.get(id);
    if (!series) {
      if (this.#isTooMuch(about, event, now)) return;
      const object = this.#makeEvent(about, event, id, now);
      const { namespace = 'default', name } = object.metadata;
      this.#series.set(id, {
        key: { namespace, name },
        count: 1,
        writtenAt: now.getTime(),
      });
      await this.#platform.create(resourceTypes.events, object);
      return;
    }
    series.count += 1;
    if (now.getTime() - series.writtenAt < SERIES_MS) return;
    series.writtenAt = now.getTime();
    try {
      await this.#platform.patch(resourceTypes.events, series.key, {
        series: { count: series.count, lastObservedTime: microTime(now) },
      });
    } catch (error) {
      // The API server forgets Events after an hour: the next one begins anew.
      this.#series.delete(id);
      if ((error as Error).name !== 'NotFoundError') throw error;
    }
  }

  #isTooMuch(about: Manifest, { reason }: RecordedEvent, now: Date): boolean {
    const key = JSON.stringify([
      about.kind,
      about.metadata.uid ?? about.metadata.name,
      reason,
    ]);
    const known = this.#notes.get(key);
    const notes =
      known && now.getTime() - known.since < SERIES_MS
        ? known
        : { since: now.getTime(), count: 0 };
    notes.count += 1;
    this.#notes.set(key, notes);
    return notes.count > MOST_NOTES;
  }

  #makeEvent(
    about: Manifest,
    { type, reason, note }: RecordedEvent,
    id: string,
    now: Date,
  ): Manifest {
    const { metadata } = about;
    const namespace = metadata.namespace ?? 'default';
    const hash = createHash('sha256')
      .update(`${id}${now.getTime()}`)
      .digest('hex')
      .slice(0, 16);
    return {
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      metadata: { name: `${startOf(metadata.name)}.${hash}`, namespace },
      eventTime: microTime(now),
      type,
      reason,
      note: shorten(note),
      action: 'Reconcile',
      regarding: {
        apiVersion: about.apiVersion,
        kind: about.kind,
        name: metadata.name,
        ...(metadata.namespace ? { namespace } : {}),
        ...(metadata.uid ? { uid: metadata.uid } : {}),
      },
      reportingController: `syntasso.io/${FIELD_MANAGER}`,
      reportingInstance: this.#instance,
    };
  }
}

/** What is left of a name has to end as a name does. */
const startOf = (name: string) =>
  name.slice(0, LONGEST_START).replace(/[.-]+$/, '');

/** As many whole characters as fit. */
function shorten(note: string): string {
  const bytes = new Uint8Array(LONGEST_NOTE);
  const { read } = new TextEncoder().encodeInto(note, bytes);
  return note.slice(0, read);
}

/** RFC 3339 with microseconds, as Kubernetes has the times of Events. */
const microTime = (time: Date) => time.toISOString().replace('Z', '000Z');
