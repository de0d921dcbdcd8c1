import { InputError } from '@backstage/errors';
import type { JsonValue } from '@backstage/types';
import {
  fillStoredSecrets,
  MASK,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { findListItem } from './listItem';
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
  let masked: Manifest | undefined;
  const maskedPresent = () => {
    masked ??= present && redactResource(present, promise, () => MASK);
    return masked;
  };
  // Only what is masked where it is shown, and nothing that holds more than that.
  const secretAt = (from: string[], item?: string) => {
    const shown = maskedPresent();
    if (!present || !shown) return undefined;
    const path = findListItem(shown, from, item);
    const value = path && valueAt(present, path);
    const isSecret =
      (typeof value === 'string' || typeof value === 'number') &&
      valueAt(shown, path ?? []) !== value;
    return isSecret ? value : undefined;
  };
  /** Labels or annotations, with the present ones where they were shown masked. */
  const storedTexts = (key: 'labels' | 'annotations') => {
    const texts = wanted.metadata[key];
    if (!texts) return {};
    const stored = present?.metadata[key] ?? {};
    const shown = maskedPresent()?.metadata[key] ?? {};
    const entries = Object.entries(texts).map(([name, text]) => {
      if (text.includes(MASK) && shown[name] === text) {
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
      )}: is masked, and nobody can tell which secret on the platform it stands for. Type it in.`,
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
