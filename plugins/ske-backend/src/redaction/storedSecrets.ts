import { InputError } from '@backstage/errors';
import type { JsonValue } from '@backstage/types';
import {
  fillStoredSecrets,
  MASK,
  type Manifest,
  type Offering,
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
  offering: Offering,
): Manifest {
  const schemas = schemasOf(offering);
  const missingPaths: string[] = [];
  let maskedResource: Manifest | undefined;
  const maskedPresent = () => {
    maskedResource ??= present && redactResource(present, offering, () => MASK);
    return maskedResource;
  };
  // Only what is masked where it is shown, and nothing that holds more than that.
  const secretAt = (from: string[], item?: string) => {
    const shownResource = maskedPresent();
    if (!present || !shownResource) return undefined;
    const path = findListItem(shownResource, from, item);
    const value = path && valueAt(present, path);
    const isSecret =
      (typeof value === 'string' || typeof value === 'number') &&
      valueAt(shownResource, path ?? []) !== value;
    return isSecret ? value : undefined;
  };
  const parts = partsOf(wanted).map(([part, value]) => {
    const filledPart = fillStoredSecrets(value, schemas[part], secretAt, [
      part,
    ]);
    missingPaths.push(...filledPart.missing);
    return [part, filledPart.value];
  });
  requireNone(missingPaths);
  return { ...wanted, ...Object.fromEntries(parts) };
}

/**
 * The same for labels and annotations: those that are as they were shown are what
 * they are on the platform.
 *
 * @throws InputError that names one of which the platform has nothing.
 */
export function withStoredMetadata(
  wanted: Manifest,
  present: Manifest | undefined,
  offering: Offering,
): Manifest {
  const texts = Object.values({
    ...wanted.metadata.labels,
    ...wanted.metadata.annotations,
  });
  if (!texts.some(text => text.includes(MASK))) return wanted;
  const shownResource =
    present && redactResource(present, offering, () => MASK);
  const missingPaths: string[] = [];
  const storedTexts = (key: 'labels' | 'annotations') =>
    Object.entries(wanted.metadata[key] ?? {}).map(([name, text]) => {
      if (!text.includes(MASK)) return [name, text];
      const presentText = present?.metadata[key]?.[name];
      if (
        presentText !== undefined &&
        shownResource?.metadata[key]?.[name] === text
      ) {
        return [name, presentText];
      }
      missingPaths.push(`metadata.${key}.${name}`);
      return [name, text];
    });
  const metadata = { ...wanted.metadata };
  if (metadata.labels)
    metadata.labels = Object.fromEntries(storedTexts('labels'));
  if (metadata.annotations) {
    metadata.annotations = Object.fromEntries(storedTexts('annotations'));
  }
  requireNone(missingPaths);
  return { ...wanted, metadata };
}

function requireNone(missingPaths: string[]) {
  if (missingPaths.length === 0) return;
  throw new InputError(
    `${missingPaths.join(
      ', ',
    )}: is masked, and nobody can tell which secret on the platform it stands for. Type it in.`,
  );
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
