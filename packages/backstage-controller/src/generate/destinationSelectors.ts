import { InputError } from '@backstage/errors';
import { isObject, withDestinationSelector } from '@syntasso/plugin-ske-common';
import { stringify } from 'yaml';
import { contentsOf, readDocuments } from '../entities/yamlDocuments';

/**
 * Adds the folder with entities to the selectors of a pipeline. What is there stays, and so
 * do comments.
 *
 * @param text - what the file has; undefined where there is none
 * @param file - its path, for errors
 * @returns undefined where it says already where that folder goes
 * @throws InputError that names the file, where Kratix could not read it either.
 */
export function addDestinationSelector(
  text: string | undefined,
  file: string,
): string | undefined {
  const documents = readDocuments(text ?? '', file);
  const [document, ...others] = documents;
  if (others.length > 0) {
    throw new InputError(
      `${file} has ${
        others.length + 1
      } YAML documents. Write one list of selectors.`,
    );
  }
  const [content] = contentsOf(documents, text ?? '', file);
  const existing: unknown = content ?? [];
  if (!Array.isArray(existing) || !existing.every(isObject)) {
    throw new InputError(
      `${file} is no list of selectors. Write items with matchLabels, and with directory where they are for one folder only.`,
    );
  }
  const wanted = withDestinationSelector(existing);
  if (wanted.length === existing.length) return undefined;
  const added = wanted[wanted.length - 1];
  if (!document || existing.length === 0) {
    const comments = (text ?? '')
      .split('\n')
      .filter(line => line.trimStart().startsWith('#'));
    return [...comments, stringify([added], { lineWidth: 0 })].join('\n');
  }
  document.add(document.createNode(added));
  return document.toString({ lineWidth: 0 });
}
