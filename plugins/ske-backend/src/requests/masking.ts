import type { JsonObject } from '@backstage/types';
import { InvalidManifestError } from '@syntasso/plugin-ske-node';
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

/** A text without secrets, such as what the platform says of a value it refuses. */
export function maskedText(text: string, secrets: string[]): string {
  // Longer ones first: a shorter one may be a part of one.
  const sorted = [...secrets].sort((a, b) => b.length - a.length);
  return sorted
    .flatMap(secret => {
      const quoted = JSON.stringify(secret);
      const bare = [quoted.slice(1, -1), secret];
      return secret.length < SHORTEST ? [quoted] : bare;
    })
    .reduce((rest, secret) => rest.replaceAll(secret, MASK), text);
}

/** Does something; should it fail, then no secret is in what it throws. */
export async function hidingSecrets<T>(
  secrets: string[],
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error) hideIn(error, secrets);
    throw error;
  }
}

/** The same error, as others ask it for its class. */
function hideIn(error: Error, secrets: string[]) {
  error.message = maskedText(error.message, secrets);
  error.stack = error.stack && maskedText(error.stack, secrets);
  if (error.cause instanceof Error) hideIn(error.cause, secrets);
  if (error instanceof InvalidManifestError) {
    for (const problem of error.problems) {
      problem.message = maskedText(problem.message, secrets);
    }
  }
}
