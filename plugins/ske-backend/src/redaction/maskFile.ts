import type { JsonValue } from '@backstage/types';
import {
  HIDDEN,
  isNestedDeeperThan,
  readYamlDocuments,
  redact,
} from '@syntasso/plugin-ske-common';
import { formatYaml } from './formatYaml';
import { maskText } from './maskText';

/** A longer file is masked as a text: reading it as YAML would keep others waiting. */
const LONGEST_READ = 64 * 1024;
/** What became longer is masked as a text. */
const LONGEST_WRITTEN = 4 * LONGEST_READ;
/** What is nested deeper is masked as a text: reading it takes long, or ends the process. */
const DEEPEST_READ = 100;

/** A Secret, or a list of them, in a text of any form. */
const KIND_SECRET =
  /\bkind["']?\s{0,5}:\s{0,5}(?:[&!]\S{1,50}\s{1,5})?["']?Secret(?:List)?(?!\w)/;

/**
 * Masks secrets in a file that a pipeline has written: by the fields of the objects in
 * it where it is YAML or JSON, of a Secret all that it holds; else as a text.
 *
 * @param versions - of one file; they can be compared with each other afterwards
 * @param secrets - those that are known
 * @returns `hasSecrets` where there is a Secret in it that cannot be told from the rest
 */
export function maskFile(
  versions: (string | undefined)[],
  secrets: string[],
): (string | undefined)[] | 'hasSecrets' {
  const texts = versions.map(text =>
    text === undefined ? undefined : maskObjects(text, secrets),
  );
  // Written anew as YAML, one would differ from the other in each line.
  const areObjects = versions.every(
    (text, index) => text === undefined || texts[index] !== undefined,
  );
  if (!areObjects && versions.some(text => text && KIND_SECRET.test(text))) {
    return 'hasSecrets';
  }
  return versions.map((text, index) => {
    if (text === undefined) return undefined;
    return maskText((areObjects && texts[index]) || text, secrets);
  });
}

/** The objects in a file without their secrets; undefined where they cannot be read. */
function maskObjects(text: string, secrets: string[]): string | undefined {
  if (text.length > LONGEST_READ) return undefined;
  if (isNestedDeeperThan(text, DEEPEST_READ)) return undefined;
  try {
    const read = readYamlDocuments(text);
    if (read.kind === 'broken') return undefined;
    const { documents } = read;
    if (documents.length === 0) return undefined;
    const values = documents.map(document => document.toJS() as JsonValue);
    // A text, or nothing at all, is YAML too.
    if (values.some(value => typeof value !== 'object')) return undefined;
    const masked = values
      .map((value, index) =>
        formatYaml(
          redact(value, undefined, () => HIDDEN),
          documents[index],
          secrets,
        ),
      )
      .join('---\n');
    // Aliases may be written out to a hundred times their length.
    return masked.length > LONGEST_WRITTEN ? undefined : masked;
  } catch {
    // Such as too many aliases, or nested too deep: the text is masked as it is.
    return undefined;
  }
}
