import { makeValidator } from '@backstage/catalog-model';
import { labels as keys } from '../annotations/keys';
import { looksSecret } from '../redaction/looksSecret';

/** With so many labels an entity is still one that people read. */
const MOST_LABELS = 50;

const validator = makeValidator();

/** What an entity says in its labels beside what its object has. */
export interface KnownLabels {
  /** Name of the offering. */
  offering: string;
  /** Version of the offering; of a Resource the one that it runs. */
  version: string | undefined;
}

/**
 * The labels of an entity: which offering it is of, in which version, and those labels of
 * its object that are for people. Tools have to give their keys a prefix, so a key without
 * one is somebody's own (source: Kubernetes, "Labels and Selectors"); of those with a prefix
 * the recommended ones of Kubernetes count, and what the platform team names. A value that no
 * entity can have is left out.
 *
 * @param given - labels of the object
 * @param patterns - keys to carry as well; `*` at the end stands for anything
 */
export function makeEntityLabels(
  given: Readonly<Record<string, string>> | undefined,
  { offering, version }: KnownLabels,
  patterns: readonly string[] = [],
): Record<string, string> {
  const known: [string, string | undefined][] = [
    [keys.promiseName, offering],
    [keys.promiseVersion, version],
  ];
  const own = Object.entries(given ?? {})
    .filter(
      ([key, value]) =>
        !known.some(([knownKey]) => knownKey === key) &&
        isForPeople(key, patterns) &&
        !looksSecret(key, value),
    )
    // In one order, so that the same labels give the same bytes.
    .sort(([a], [b]) => Number(a > b) - Number(a < b))
    .slice(0, MOST_LABELS);
  return Object.fromEntries(
    [...known, ...own].filter(
      (entry): entry is [string, string] =>
        validator.isValidLabelKey(entry[0]) &&
        validator.isValidLabelValue(entry[1]),
    ),
  );
}

const isForPeople = (key: string, patterns: readonly string[]): boolean =>
  !key.includes('/') ||
  key.startsWith('app.kubernetes.io/') ||
  patterns.some(pattern =>
    pattern.endsWith('*')
      ? key.startsWith(pattern.slice(0, -1))
      : key === pattern,
  );
