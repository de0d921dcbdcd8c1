import type { Manifest } from '@syntasso/plugin-ske-common';
import { isObject } from '@syntasso/plugin-ske-common';

/** What stands for a secret wherever something is kept or shown. */
export const MASK = '********';

/** Shorter ones are part of everything, and would mask what is no secret. */
const SHORTEST = 3;

/** A manifest without secrets, and where they were. */
export interface Masked {
  manifest: Manifest;
  /** Paths of the fields, such as `spec.password`. */
  fields: string[];
}

/** Masks every value of a manifest that has a secret in it. */
export function masked(manifest: Manifest, secrets: string[]): Masked {
  const fields: string[] = [];
  const whole = new Set(secrets);
  const parts = secrets.filter(secret => secret.length >= SHORTEST);
  const tells = (value: string) =>
    whole.has(value) || parts.some(secret => value.includes(secret));
  const walk = (value: unknown, path: string): unknown => {
    if (typeof value === 'string') {
      if (value === '' || !tells(value)) return value;
      fields.push(path);
      return MASK;
    }
    if (Array.isArray(value)) {
      return value.map((item, index) => walk(item, `${path}[${index}]`));
    }
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        walk(item, path ? `${path}.${key}` : key),
      ]),
    );
  };
  return { manifest: walk(manifest, '') as Manifest, fields };
}
