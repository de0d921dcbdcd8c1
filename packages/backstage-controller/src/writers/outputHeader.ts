import { OUTPUT_ANNOTATION } from '../platform/names';
import type { OutputId } from './EntityWriter';
import { formatOutputId, parseOutputId } from './outputId';

/** The first line of each file. */
export const NOTE =
  '# Written by backstage-controller; what is changed here is overwritten.\n';
const OWNER = `# ${OUTPUT_ANNOTATION}: `;

/**
 * The text of a file, with comments that say which output it is. They make the file
 * itself tell to whom it belongs: there is nothing beside it that could differ.
 */
export const withHeader = (id: OutputId, content: string): string =>
  `${NOTE}${OWNER}${formatOutputId(id)}\n${content}`;

/** A file, as {@link withHeader} has made it. */
export interface OwnFile {
  id: OutputId;
  content: string;
}

/** Reads a file; undefined for one that the controller has not written. */
export function readHeader(text: string | undefined): OwnFile | undefined {
  if (!text?.startsWith(`${NOTE}${OWNER}`)) return undefined;
  const rest = text.slice(NOTE.length + OWNER.length);
  const end = rest.indexOf('\n');
  if (end < 0) return undefined;
  const id = parseOutputId(rest.slice(0, end));
  return id && { id, content: rest.slice(end + 1) };
}
