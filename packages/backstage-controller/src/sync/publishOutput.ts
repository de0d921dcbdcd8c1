import type { Manifest } from '@syntasso/plugin-ske-common';
import type { Target } from '../entities/Binding';
import type { FinishedFile, GeneratedFile } from '../entities/generate';
import type { Delivery, OutputId, OutputNames } from '../writers/EntityWriter';
import { completeFile } from './completeFile';
import { pathOfOutput } from './paths';
import type { SyncContext } from './SyncContext';
import { keyOfObject } from './SyncKey';

/** A Promise or a Resource, and where its entities go. */
export interface OutputSource {
  id: OutputId;
  /** The names that its entities were given. */
  names: OutputNames;
  target: Target;
  object: Manifest;
  /** How the API calls the object's kind. */
  plural: string;
}

/** What has become of a file that was generated. */
export type PublishResult =
  | { kind: 'published'; file: FinishedFile; delivery: Delivery }
  /** What was written before is removed. */
  | { kind: 'noApi' }
  /** Its containers run. What was written before stays until there is something new. */
  | { kind: 'running'; message: string };

/**
 * Lets the containers of a customization run on what was generated, and publishes it when
 * they have ended.
 *
 * @throws InputError that says which container has failed, and how.
 * @throws what the writer throws.
 */
export async function publishOutput(
  context: Pick<SyncContext, 'outputs' | 'queue' | 'runs'>,
  { id, names, target, object, plural }: OutputSource,
  generated: GeneratedFile,
  signal: AbortSignal,
): Promise<PublishResult> {
  const { outputs } = context;
  const about = { id, object, plural };
  const file = await completeFile(context, about, generated, signal);
  if (file.kind === 'running') return file;
  if (file.kind === 'noApi') {
    await outputs.withdraw(keyOfObject(id), signal);
    return file;
  }
  const delivery = await outputs.publish(
    {
      id,
      names,
      path: pathOfOutput(id, target),
      content: file.content,
      destinationSelectors: target.destinationSelectors,
    },
    signal,
  );
  return { kind: 'published', file, delivery };
}

/**
 * Removes what is written for an object in any portal, ends its containers, and lets others
 * have its names.
 */
export async function withdrawOutputs(
  { outputs, names, runs }: Pick<SyncContext, 'outputs' | 'names' | 'runs'>,
  id: OutputId,
  signal: AbortSignal,
): Promise<void> {
  const key = keyOfObject(id);
  await runs.cancel(id, signal);
  await outputs.withdraw(key, signal);
  names.forget(key);
}
