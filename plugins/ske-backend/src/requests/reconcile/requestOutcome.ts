import {
  asText,
  isObject,
  objectsOf,
  type Health,
  type Manifest,
  type RequestRecord,
} from '@syntasso/plugin-ske-common';

/** How long a Resource has to be ready before its request is: Kratix writes the files a second later. */
export const READY_LASTS_MS = 2_000;

/**
 * Tells when the Resource of a request is ready or has failed, because of that request
 * and not of an older one.
 */
export class RequestOutcomes {
  /** When each Resource was seen ready for the first time in a row, by the request's id. */
  readonly #readySince = new Map<string, number>();

  /** Whether a request ends soon if nothing happens. */
  isAlmostReady(id: string): boolean {
    return this.#readySince.has(id);
  }

  /** @returns undefined while it is under way */
  outcomeOf(
    record: Pick<RequestRecord, 'id' | 'sentAt'>,
    resource: Manifest,
    health: Health,
  ): 'ready' | 'failed' | undefined {
    const { id } = record;
    const readySince = this.#readySince.get(id) ?? Date.now();
    this.#readySince.delete(id);
    if (health.state === 'failed') {
      return isOlder(health.since, changedAt(resource) ?? record.sentAt)
        ? undefined
        : 'failed';
    }
    if (health.state !== 'ready') return undefined;
    if (Date.now() - readySince >= READY_LASTS_MS) return 'ready';
    this.#readySince.set(id, readySince);
    return undefined;
  }

  /** Forgets requests that came to another end. */
  retain(ids: ReadonlySet<string>) {
    for (const id of this.#readySince.keys()) {
      if (!ids.has(id)) this.#readySince.delete(id);
    }
  }
}

/** When somebody has changed what is wanted, by the cluster's own clock. */
function changedAt({ metadata }: Manifest): string | undefined {
  const times = objectsOf(metadata.managedFields)
    .filter(({ fieldsV1 }) => isObject(fieldsV1) && 'f:spec' in fieldsV1)
    .map(({ time }) => asText(time))
    .filter(time => time !== undefined);
  return times.sort().at(-1);
}

/** The cluster counts in seconds: within the same one nobody knows. */
function isOlder(time: string | undefined, than: string | undefined): boolean {
  const seconds = (text: string | undefined) =>
    Math.floor(Date.parse(text ?? '') / 1_000);
  return seconds(time) < seconds(than);
}
