import type { JsonObject } from '@backstage/types';
import { InvalidManifestError } from '@syntasso/plugin-ske-node';
import {
  mapValues,
  MASK,
  type DryRunResult,
  type Manifest,
} from '@syntasso/plugin-ske-common';

/** Shorter ones are part of everything, and would mask what is no secret. */
const SHORTEST = 3;

/** A manifest without secrets, and where they were. */
export interface Masked {
  manifest: Manifest;
  /** Paths of the fields, such as `spec.password`. */
  fields: string[];
}

/** Masks every value of a manifest that has a secret in it. */
export function maskManifest(manifest: Manifest, secrets: string[]): Masked {
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

/** Masks secrets in a text, such as what the platform says of a value it refuses. */
export function maskText(text: string, secrets: string[]): string {
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

/** What a dry run has answered, without the secrets that the platform quotes. */
export function maskRefusal(
  result: DryRunResult,
  secrets: string[],
): DryRunResult {
  if (result.outcome === 'accepted') return result;
  return {
    ...result,
    message: maskText(result.message, secrets),
    problems: result.problems.map(problem => ({
      ...problem,
      message: maskText(problem.message, secrets),
    })),
  };
}

/** Runs the work. If it fails, masks the secrets in the error and throws it again. */
export async function maskingErrors<T>(
  secrets: string[],
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error) maskError(error, secrets);
    throw error;
  }
}

/** Changes the error in place, because callers check its class. */
function maskError(error: Error, secrets: string[]) {
  error.message = maskText(error.message, secrets);
  error.stack = error.stack && maskText(error.stack, secrets);
  if (error.cause instanceof Error) maskError(error.cause, secrets);
  if (error instanceof InvalidManifestError) {
    for (const problem of error.problems) {
      problem.message = maskText(problem.message, secrets);
    }
  }
}
