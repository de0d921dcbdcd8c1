import type { JsonObject } from '@backstage/types';
import { InvalidInputError } from '@syntasso/plugin-ske-node';
import { hasSecret, maskText } from './maskText';
import {
  mapValues,
  MASK,
  type DryRunResult,
  type Manifest,
} from '@syntasso/plugin-ske-common';

/** What names an object. */
const NAMES = ['apiVersion', 'kind', 'metadata.name', 'metadata.namespace'];

/** A manifest without secrets, and where they were. */
export interface Masked {
  manifest: Manifest;
  /** Paths of the fields, such as `spec.password`. */
  fields: string[];
}

/**
 * Masks every value of a manifest that has a secret in it; not what names the
 * object, and is no place for one.
 */
export function maskManifest(manifest: Manifest, secrets: string[]): Masked {
  const fields: string[] = [];
  const maskedManifest = mapValues(manifest as JsonObject, (value, path) => {
    if (typeof value === 'object' || value === '' || NAMES.includes(path)) {
      return undefined;
    }
    if (!hasSecret(String(value), secrets)) return undefined;
    fields.push(path);
    return MASK;
  });
  return { manifest: maskedManifest as Manifest, fields };
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
  if (error instanceof InvalidInputError) {
    for (const problem of error.problems) {
      problem.message = maskText(problem.message, secrets);
    }
  }
}
