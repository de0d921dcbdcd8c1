import { NAMES_ANNOTATION, OUTPUT_ANNOTATION } from '../platform/names';
import type { OutputId, OutputNames, WrittenOutput } from './EntityWriter';
import { formatOutputId, parseOutputId } from './outputId';
import { formatOutputNames, parseOutputNames } from './outputNames';

/** The first line of each file. */
export const NOTE =
  '# Written by backstage-controller; what is changed here is overwritten.\n';
const OWNER = `# ${OUTPUT_ANNOTATION}: `;
const NAMES = `# ${NAMES_ANNOTATION}: `;

/**
 * The text of a file, with comments that say which output it is, and its names. They make the file
 * itself tell to whom it belongs: there is nothing beside it that could differ.
 */
export const withHeader = (
  id: OutputId,
  names: OutputNames,
  content: string,
): string =>
  `${NOTE}${OWNER}${formatOutputId(id)}\n${NAMES}${formatOutputNames(
    names,
  )}\n${content}`;

/** A file, as {@link withHeader} has made it. */
export interface OwnFile extends WrittenOutput {
  content: string;
}

/** Reads a file; undefined for one that the controller has not written. */
export function readHeader(text: string | undefined): OwnFile | undefined {
  if (!text?.startsWith(`${NOTE}${OWNER}`)) return undefined;
  const rest = text.slice(NOTE.length + OWNER.length);
  const end = rest.indexOf('\n');
  if (end < 0) return undefined;
  const id = parseOutputId(rest.slice(0, end));
  return id && { id, ...readNames(rest.slice(end + 1)) };
}

/** An earlier version has not written the names. */
function readNames(text: string): Omit<OwnFile, 'id'> {
  if (!text.startsWith(NAMES)) return { names: undefined, content: text };
  const [line] = text.split('\n', 1);
  return {
    names: parseOutputNames(line.slice(NAMES.length)),
    content: text.slice(line.length + 1),
  };
}
