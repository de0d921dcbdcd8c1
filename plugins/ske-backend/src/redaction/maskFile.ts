import {
  HIDDEN,
  hasOpenSecrets,
  readYamlObjects,
  redact,
  writeObjects,
} from '@syntasso/plugin-ske-common';
import { formatYaml } from './formatYaml';
import { maskText } from './maskText';

/**
 * Masks secrets in a file that a pipeline has written: by the fields of the objects in
 * it where it is YAML or JSON, of a Secret all that it holds; else as a text.
 *
 * @param versions - of one file; they can be compared with each other afterwards
 * @param secrets - those that are known
 * @returns `hasSecrets` where there are secrets in it that cannot be told from the rest
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
  if (!areObjects && versions.some(text => text && hasOpenSecrets(text))) {
    return 'hasSecrets';
  }
  return versions.map((text, index) => {
    if (text === undefined) return undefined;
    return maskText((areObjects && texts[index]) || text, secrets);
  });
}

/** The objects in a file without their secrets; undefined where they cannot be read. */
function maskObjects(text: string, secrets: string[]): string | undefined {
  const objects = readYamlObjects(text);
  return (
    objects &&
    writeObjects(
      objects.map(({ value }) => redact(value, undefined, () => HIDDEN)),
      (value, index) => formatYaml(value, objects[index].document, secrets),
    )
  );
}
