import type { JsonObject } from '@backstage/types';
import { mapValues, MASK, type Manifest } from '@syntasso/plugin-ske-common';

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
  const told = mapValues(manifest as JsonObject, (value, path) => {
    if (typeof value !== 'string' || value === '' || !tells(value)) {
      return undefined;
    }
    fields.push(path);
    return MASK;
  });
  return { manifest: told as Manifest, fields };
}
