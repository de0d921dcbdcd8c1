import type { JsonObject } from '@backstage/types';
import { asNumber, asText, at } from '../kubernetes/json';

/** The record that gave the object its state. */
function worstRecord(object: JsonObject): JsonObject | undefined {
  const records = at(object, 'status', 'healthStatus', 'healthRecords');
  const wanted = at(object, 'status', 'healthStatus', 'state');
  return (Array.isArray(records) ? records : []).find(
    (r): r is JsonObject => at(r, 'state') === wanted,
  );
}

/** When the check behind the state ran, RFC 3339. */
export function lastRun(object: JsonObject): string | undefined {
  const seconds = asNumber(worstRecord(object)?.lastRun);
  if (seconds === undefined || Math.abs(seconds) > 8e12) return undefined;
  return new Date(seconds * 1000).toISOString();
}

/** The sentence in a health record's free-form details, when there is one. */
export function recordDetail(object: JsonObject): string | undefined {
  const details = worstRecord(object)?.details;
  if (typeof details === 'string') return details;
  const values = ['message', 'info', 'reason', 'error'].map(key =>
    asText(at(details, key)),
  );
  return values.find(value => value !== undefined);
}
