import { InputError } from '@backstage/errors';
import type { JsonValue } from '@backstage/types';
import {
  fillStoredSecrets,
  MASK,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { partsOf, redactResource, schemasOf } from './secrets';

/**
 * A Resource that somebody sends, with the platform's secrets where it has what
 * stands for them.
 *
 * @throws InputError that names a field of which the platform has no secret.
 */
export function withStoredSecrets(
  wanted: Manifest,
  present: Manifest | undefined,
  promise: Manifest,
): Manifest {
  const schemas = schemasOf(promise);
  const missing: string[] = [];
  let shown: Manifest | undefined;
  // Only what is masked where it is shown, and nothing that holds more than that.
  const secretAt = (path: string[]) => {
    if (!present) return undefined;
    shown ??= redactResource(present, promise);
    const value = valueAt(present, path);
    const isSecret =
      (typeof value === 'string' || typeof value === 'number') &&
      valueAt(shown, path) !== value;
    return isSecret ? value : undefined;
  };
  /** Labels or annotations, with the present ones where they were shown masked. */
  const storedTexts = (key: 'labels' | 'annotations') => {
    const texts = wanted.metadata[key];
    if (!texts) return {};
    const stored = present?.metadata[key] ?? {};
    shown ??= present && redactResource(present, promise);
    const masked = shown?.metadata[key] ?? {};
    const entries = Object.entries(texts).map(([name, text]) => {
      if (text.includes(MASK) && masked[name] === text) {
        return [name, stored[name]] as const;
      }
      if (text === MASK) missing.push(`metadata.${key}.${name}`);
      return [name, text] as const;
    });
    return { [key]: Object.fromEntries(entries) };
  };
  const parts = partsOf(wanted).map(([part, value]) => {
    const filled = fillStoredSecrets(value, schemas[part], secretAt, [part]);
    missing.push(...filled.missing);
    return [part, filled.value];
  });
  const metadata = {
    ...wanted.metadata,
    ...storedTexts('labels'),
    ...storedTexts('annotations'),
  };
  if (missing.length > 0) {
    throw new InputError(
      `${missing.join(
        ', ',
      )}: is masked, and the platform has no secret there that could stay. Type it in.`,
    );
  }
  return { ...wanted, metadata, ...Object.fromEntries(parts) };
}

/** Follows a path through objects and lists. */
function valueAt(value: unknown, path: string[]): JsonValue | undefined {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    if (!Object.hasOwn(current, key)) return undefined;
    current = (current as Record<string, unknown>)[key];
  }
  return current as JsonValue | undefined;
}
