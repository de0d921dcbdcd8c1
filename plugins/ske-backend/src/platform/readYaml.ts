import { Worker } from 'node:worker_threads';
import { InputError } from '@backstage/errors';
import pLimit from 'p-limit';
import { packagePath } from '../utils/packagePath';

const WORKER = packagePath('workers', 'readYaml.js');

/** A text of this length is read within a second or two. */
const MOST_CHARACTERS = 700_000;
const PATIENCE_MS = 10_000;
const TOO_MUCH =
  'takes too long to be read, or is nested too deep. Send it as JSON.';
const MOST_MEGABYTES = 256;
/** Two are read at the same time; others wait. */
const limit = pLimit(2);

type Answer = { json: string } | { problem: string };

/**
 * Reads the one document of a YAML text, on a thread of its own: however it is
 * written, nobody else waits for it.
 *
 * @throws InputError that says what is wrong, and the remedy; never with a part
 * of the text, which may hold secrets.
 */
export async function readYaml(text: string): Promise<unknown> {
  if (text.length > MOST_CHARACTERS) {
    throw new InputError(
      `manifest: has ${text.length} characters of YAML, and ${MOST_CHARACTERS} is the most. Send it as JSON.`,
    );
  }
  const answer = await limit(() => ask(text));
  if ('json' in answer) return JSON.parse(answer.json);
  throw new InputError(`manifest: ${answer.problem}`);
}

async function ask(text: string): Promise<Answer> {
  const worker = new Worker(WORKER, {
    workerData: text,
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Answer>((resolve, reject) => {
      const refuse = () => resolve({ problem: TOO_MUCH });
      timer = setTimeout(refuse, PATIENCE_MS);
      worker.once('message', resolve);
      worker.once('error', (error: NodeJS.ErrnoException) => {
        // Out of memory, or of its stack; anything else is a mistake of ours.
        const isLimit =
          error.code === 'ERR_WORKER_OUT_OF_MEMORY' ||
          error.name === 'RangeError';
        if (isLimit) refuse();
        else reject(error);
      });
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
