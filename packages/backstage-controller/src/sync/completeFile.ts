import type { Manifest } from '@syntasso/plugin-ske-common';
import {
  finishFile,
  type FinishedFile,
  type GeneratedFile,
} from '../entities/generate';
import type { OutputId } from '../writers/EntityWriter';
import type { SyncContext } from './SyncContext';
import { keyOfObject } from './SyncKey';

/** After so long it is looked at what keeps a Job from ending. */
const LOOK_AGAIN_MS = 30_000;

/** What waits is told when it may run, but for rare failures. */
const WAITING_LOOK_AGAIN_MS = 5 * 60_000;

/** A file that can be written, or why there is none yet. */
export type CompletedFile =
  | FinishedFile
  | { kind: 'noApi' }
  /** Its containers run, or wait for that; when they have ended the object is reconciled again. */
  | { kind: 'running'; message: string };

/**
 * Lets the containers of a customization run on what was generated, where there are any;
 * where there are none any more, ends those that run.
 *
 * @param about.plural - how the API calls the object's kind
 * @throws InputError that says which container has failed, and how.
 */
export async function completeFile(
  { runs, queue }: Pick<SyncContext, 'runs' | 'queue'>,
  about: { id: OutputId; object: Manifest; plural: string },
  file: GeneratedFile,
  signal: AbortSignal,
): Promise<CompletedFile> {
  if (file.kind !== 'needsJob') {
    await runs.cancel(about.id, signal);
    return file;
  }
  const { content, pod } = file;
  const result = await runs.contentOf({ ...about, content, pod }, signal);
  if (result.kind === 'done') return finishFile(file, result.content);
  queue.addAfter(
    keyOfObject(about.id),
    result.kind === 'waiting' ? WAITING_LOOK_AGAIN_MS : LOOK_AGAIN_MS,
  );
  return { kind: 'running', message: result.message };
}
