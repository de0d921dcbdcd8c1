import type { JsonObject } from '@backstage/types';
import { stringify } from 'yaml';
import { asNumber, asText, at, isObject, objectsOf } from '../kubernetes/json';
import { withoutSecrets } from '../redaction/redact';
import type { HealthRecord } from './healthRecordSchema';

/** All that the health checks of a Resource found, without secrets. @public */
export const healthRecordsOf = (resource: unknown): HealthRecord[] =>
  entriesOf(resource).map(entry => ({
    name: asText(at(entry, 'source', 'name')) ?? '',
    namespace: asText(at(entry, 'source', 'namespace')),
    state: asText(entry.state) ?? 'unknown',
    lastRun: lastRunOf(entry),
    outdatedBy: outdatedBy(entry, resource),
    details: describeDetails(entry.details),
  }));

/** When the check ran that gave a Resource its state, and what it says in a sentence. */
export function decisiveRecordOf(resource: JsonObject): {
  lastRun: string | undefined;
  detail: string | undefined;
} {
  const state = at(resource, 'status', 'healthStatus', 'state');
  const entry = entriesOf(resource).find(record => record.state === state);
  return {
    lastRun: entry && lastRunOf(entry),
    detail: sentenceIn(entry?.details),
  };
}

const entriesOf = (resource: unknown): JsonObject[] =>
  objectsOf(at(resource, 'status', 'healthStatus', 'healthRecords'));

/** Kratix writes seconds since 1970, and 0 for never; undefined for 0 and for what is no time. */
function lastRunOf(entry: JsonObject): string | undefined {
  const moment = new Date((asNumber(entry.lastRun) || NaN) * 1000);
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}

/** A check from before a change, or before pipelines ran, tells of what was there then. */
function outdatedBy(
  entry: JsonObject,
  resource: unknown,
): HealthRecord['outdatedBy'] {
  const checkedAt = lastRunOf(entry);
  if (checkedAt === undefined) return undefined;
  const generation = asNumber(at(resource, 'metadata', 'generation')) ?? 0;
  const observed = asNumber(at(resource, 'status', 'observedGeneration'));
  if (observed !== undefined && generation > observed) return 'change';
  const key = 'lastSuccessfulConfigureWorkflowTime';
  const ranAt = asText(
    at(resource, 'status', 'kratix', 'workflows', key) ??
      at(resource, 'status', key),
  );
  return Date.parse(checkedAt) < Date.parse(ranAt ?? '') ? 'run' : undefined;
}

/** A sentence where there is nothing else in it. */
function describeDetails(details: unknown): string | undefined {
  if (!isObject(details)) return asText(details);
  const shownDetails = withoutSecrets(details);
  const sentence =
    Object.keys(details).length === 1 ? sentenceIn(shownDetails) : undefined;
  return sentence ?? stringify(shownDetails).trimEnd();
}

/** Details have no fixed form. If they have a sentence, it is at one of these keys. */
function sentenceIn(details: unknown): string | undefined {
  if (typeof details === 'string') return details;
  return ['message', 'info', 'reason', 'error']
    .map(key => asText(at(details, key)))
    .find(value => value !== undefined);
}
