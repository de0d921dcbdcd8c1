import { readFile, writeFile } from 'node:fs/promises';
import { InputError } from '@backstage/errors';
import {
  aliasesExpandTooFar,
  asText,
  at,
  readYamlDocuments,
} from '@syntasso/plugin-ske-common';
import type { Document } from 'yaml';

/** A file's text; undefined where there is none. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (at(error, 'code') === 'ENOENT') return undefined;
    throw new Error(
      `${file} cannot be read: ${asText(at(error, 'code')) ?? String(error)}.`,
    );
  }
}

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

/** Replaces files; when one cannot be written, all are as before. */
export async function replaceAll(
  files: { path: string; before: string; after: string }[],
): Promise<void> {
  const touched: typeof files = [];
  try {
    for (const file of files) {
      touched.push(file);
      await writeFile(file.path, file.after);
    }
  } catch (error) {
    // What made the first fail may let these fail too: the first one is what is told.
    await Promise.allSettled(
      touched.map(({ path, before }) => writeFile(path, before)),
    );
    throw error;
  }
}
