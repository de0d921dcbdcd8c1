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
  const whole = new Set(secrets);
  const parts = secrets
    .filter(secret => secret.length >= SHORTEST)
    .flatMap(writingsOf);
  const tells = (value: string) =>
    whole.has(value) || parts.some(secret => value.includes(secret));
  const told = mapValues(manifest as JsonObject, (value, path) => {
    if (typeof value === 'object' || value === '' || NAMES.includes(path)) {
      return undefined;
    }
    if (!tells(String(value))) return undefined;
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
    .flatMap(secret =>
      secret.length < SHORTEST
        ? [JSON.stringify(secret), quotedByGo(secret)]
        : writingsOf(secret),
    )
    .reduce((rest, written) => rest.replaceAll(written, MASK), text);
}

/** A secret as it is, as JSON has it, and as the API server quotes it. */
const writingsOf = (secret: string) =>
  [JSON.stringify(secret), quotedByGo(secret)]
    .map(quoted => quoted.slice(1, -1))
    .concat(secret);

const GO_LETTERS: Record<string, string> = {
  ...{ '\x07': '\\a', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r' },
  ...{ '\t': '\\t', '\v': '\\v', '"': '\\"', '\\': '\\\\' },
};

/** Source: Go, strconv.Quote, which `%q` uses, and unicode.IsPrint. */
function quotedByGo(text: string): string {
  const letters = [...text].map(letter => {
    if (GO_LETTERS[letter]) return GO_LETTERS[letter];
    if (/[\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.test(letter)) return letter;
    const code = letter.codePointAt(0) ?? 0;
    const hex = (length: number) => code.toString(16).padStart(length, '0');
    if (code < 0x20 || code === 0x7f) return `\\x${hex(2)}`;
    return code > 0xffff ? `\\U${hex(8)}` : `\\u${hex(4)}`;
  });
  return `"${letters.join('')}"`;
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
