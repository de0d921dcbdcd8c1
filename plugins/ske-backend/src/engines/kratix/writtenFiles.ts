import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import {
  asText,
  at,
  labels,
  objectsOf,
  type Manifest,
  type PreviewFile,
} from '@syntasso/plugin-ske-common';

const gunzipAsync = promisify(gunzip);

/** How many files that change a preview shows. */
const MAX_FILES = 100;
/** Bytes of a file that is shown at most. */
const LARGEST_FILE = 256 * 1024;
/** Bytes of all files of a preview that are shown at most, before and after together. */
const LARGEST_PREVIEW = 4 * 1024 * 1024;

/** A file as a Work has it: gzip in Base64, by its path. */
type PackedFiles = Map<string, string>;

/** What is in a file, or why that is not shown. */
type FileText =
  | { kind: 'text'; text: string }
  | { kind: 'omitted'; why: NonNullable<PreviewFile['omitted']> };

/**
 * Compares what a Resource's Works have with those of its dry run.
 *
 * @param names - what the dry run calls its Resource, which is put back to the name of
 * the Resource itself in paths and texts
 */
export async function compareFiles(
  before: readonly Manifest[],
  after: readonly Manifest[],
  names: { dryRun: string; resource: string },
): Promise<{ files: PreviewFile[]; filesOmitted: number }> {
  const rename = (text: string) =>
    text.replaceAll(names.dryRun, names.resource);
  const oldFiles = packedFilesOf(before);
  const newFiles = new Map(
    [...packedFilesOf(after)].map(([path, packed]) => [rename(path), packed]),
  );
  const paths = [...new Set([...oldFiles.keys(), ...newFiles.keys()])].sort();
  // What stays as it is must not take the place of what changes.
  const changedPaths = paths.filter(
    path => oldFiles.get(path) !== newFiles.get(path),
  );
  const omittedPaths = new Set(changedPaths.slice(MAX_FILES));
  const shownPaths = paths.filter(path => !omittedPaths.has(path));
  let bytesLeft = LARGEST_PREVIEW;
  const unpack = async (packed: string | undefined) => {
    if (packed === undefined) return undefined;
    const maxBytes = Math.min(LARGEST_FILE, bytesLeft);
    const unpacked = await unpackFile(packed, maxBytes);
    if (unpacked.kind === 'text') bytesLeft -= Buffer.byteLength(unpacked.text);
    return unpacked;
  };
  const files: PreviewFile[] = [];
  for (const path of shownPaths) {
    if (oldFiles.get(path) === newFiles.get(path)) {
      files.push({ path, change: 'unchanged' });
      continue;
    }
    const old = await unpack(oldFiles.get(path));
    const unpacked = await unpack(newFiles.get(path));
    files.push(compareFile(path, old, unpacked && renamed(unpacked, rename)));
  }
  return { files, filesOmitted: omittedPaths.size };
}

/** The one text file of a Work, such as Kratix's summary of a dry run. */
export async function readSingleFile(
  work: Manifest | undefined,
): Promise<string | undefined> {
  const [packed] = work ? packedFilesOf([work]).values() : [];
  if (packed === undefined) return undefined;
  const file = await unpackFile(packed, LARGEST_FILE);
  return file.kind === 'text' ? file.text : undefined;
}

/** By pipeline, because two of them may write a file of the same path. */
function packedFilesOf(works: readonly Manifest[]): PackedFiles {
  const files: PackedFiles = new Map();
  for (const work of works) {
    const pipeline = work.metadata.labels?.[labels.pipelineName];
    for (const group of objectsOf(at(work, 'spec', 'workloadGroups'))) {
      for (const workload of objectsOf(group.workloads)) {
        const path = asText(workload.filepath);
        if (path === undefined) continue;
        files.set(
          pipeline ? `${pipeline}/${path}` : path,
          asText(workload.content) ?? '',
        );
      }
    }
  }
  return files;
}

async function unpackFile(packed: string, maxBytes: number): Promise<FileText> {
  try {
    const bytes = await gunzipAsync(Buffer.from(packed, 'base64'), {
      maxOutputLength: Math.max(maxBytes, 1),
    });
    const text = bytes.toString('utf8');
    return text.includes('\0') || text.includes('\ufffd')
      ? { kind: 'omitted', why: 'notText' }
      : { kind: 'text', text };
  } catch (error) {
    const isTooLarge =
      (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    if (!isTooLarge) return { kind: 'omitted', why: 'unreadable' };
    const why = maxBytes < LARGEST_FILE ? 'noRoomLeft' : 'tooLarge';
    return { kind: 'omitted', why };
  }
}

const renamed = (file: FileText, rename: (text: string) => string): FileText =>
  file.kind === 'text' ? { ...file, text: rename(file.text) } : file;

function compareFile(
  path: string,
  before: FileText | undefined,
  after: FileText | undefined,
): PreviewFile {
  const omitted = [before, after].find(file => file?.kind === 'omitted');
  const texts =
    omitted?.kind === 'omitted'
      ? { omitted: omitted.why }
      : { before: textOf(before), after: textOf(after) };
  return { path, change: changeOf(before, after), ...texts };
}

const textOf = (file: FileText | undefined) =>
  file?.kind === 'text' ? file.text : undefined;

function changeOf(
  before: FileText | undefined,
  after: FileText | undefined,
): PreviewFile['change'] {
  if (!before) return 'added';
  if (!after) return 'removed';
  return textOf(before) !== undefined && textOf(before) === textOf(after)
    ? 'unchanged'
    : 'changed';
}
