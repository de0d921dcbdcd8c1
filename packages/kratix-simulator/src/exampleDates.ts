import { mapValues, type Manifest } from '@syntasso/plugin-ske-common';
import type { JsonObject } from '@backstage/types';

/** What stands for a date in an example, and what it becomes. */
const DATES: Record<string, (seconds: number) => string | number> = {
  '{{ now }}': seconds =>
    new Date(seconds * 1000).toISOString().replace('.000Z', 'Z'),
  '{{ nowSeconds }}': seconds => seconds,
};

/**
 * An example, or its status, with the time at which it is made for each date in it: no
 * API server makes objects that are older than that. Whole seconds, as the API
 * server writes them, and rounded up: an object is never younger than what is in it.
 */
export const withDates = <Value extends Manifest | JsonObject>(
  value: Value,
  now: Date,
): Value =>
  mapValues(value as JsonObject, item =>
    typeof item === 'string' && Object.hasOwn(DATES, item)
      ? DATES[item](Math.ceil(now.getTime() / 1000))
      : undefined,
  ) as Value;
