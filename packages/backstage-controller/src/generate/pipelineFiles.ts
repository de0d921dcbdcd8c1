import { readFile, writeFile } from 'node:fs/promises';
import { asText, at } from '@syntasso/plugin-ske-common';

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
