import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '@backstage/errors';
import { formatResult } from '../runs/resultLog';
import { runFiles } from '../runs/runFiles';
import { readIfThere } from './pipelineFiles';

/** Containers of a customization may run as other users than the first one. */
const FOR_ALL = 0o666;

/**
 * The first container of a Job: puts the entities where the others change them.
 *
 * @throws InputError where the controller has given it none.
 */
export async function startRun(root: string): Promise<void> {
  const { folders, entities } = runFiles;
  const given = join(root, folders.generated, entities);
  const content = await readIfThere(given);
  if (content === undefined) {
    throw new InputError(
      `${given} is not there. Only the controller uses --from-controller; leave it out.`,
    );
  }
  const file = join(root, folders.output, entities);
  await writeFile(file, content);
  await chmod(file, FOR_ALL);
}

/**
 * The last container of a Job: what the others have made, for its log.
 *
 * @throws InputError where they have removed it, or made too much of it.
 */
export async function resultOfRun(root: string): Promise<string> {
  const { folders, entities } = runFiles;
  const file = join(root, folders.output, entities);
  const content = await readIfThere(file);
  if (content === undefined) {
    throw new InputError(
      `${file} is not there any more. A container of the customization has removed it: it has to change it in place.`,
    );
  }
  return formatResult(content);
}
