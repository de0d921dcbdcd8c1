import type { JsonObject } from '@backstage/types';
import { asText } from '../kubernetes/json';

/**
 * The values of `^(a|b|c)$`, which is an enum in disguise: 8 of 10 patterns in
 * the marketplace. Undefined for any other pattern.
 */
export function choicesIn(schema: JsonObject): string[] | undefined {
  if (schema.type !== 'string' || schema.enum !== undefined) return undefined;
  const match = /^\^\(([\w -]+(\|[\w -]+)*)\)\$$/.exec(
    asText(schema.pattern) ?? '',
  );
  return match ? [...new Set(match[1].split('|'))] : undefined;
}
