import { InputError } from '@backstage/errors';
import {
  aliasesExpandTooFar,
  readYamlDocuments,
} from '@syntasso/plugin-ske-common';
import type { Document } from 'yaml';

/**
 * The documents of a YAML text.
 *
 * @param file - where it is from
 * @throws InputError that names the file and the line.
 */
export function readDocuments(text: string, file: string): Document.Parsed[] {
  const read = readYamlDocuments(text, { uniqueKeys: true });
  if (read.kind === 'documents') return read.documents;
  const [problem] = read.problem.split('\n');
  throw new InputError(`${file} is no YAML: ${problem}.`);
}

/**
 * What the documents of a YAML text hold.
 *
 * @param file - where it is from
 * @throws InputError that names the file, where aliases stand for what cannot be written.
 */
export function contentsOf(
  documents: Document.Parsed[],
  text: string,
  file: string,
): unknown[] {
  const contents = toValues(documents);
  if (contents && !aliasesExpandTooFar(contents, text)) return contents;
  throw new InputError(
    `${file} has aliases that stand for nothing, for too much or for themselves. Write out what they repeat.`,
  );
}

function toValues(documents: Document.Parsed[]): unknown[] | undefined {
  try {
    return documents.map((document): unknown => document.toJS());
  } catch {
    // The library refuses aliases only.
    return undefined;
  }
}
