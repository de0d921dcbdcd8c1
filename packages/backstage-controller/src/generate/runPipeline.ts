import { InputError, isError } from '@backstage/errors';
import { generateFiles, type StageContext } from './generateFiles';
import { patchFiles } from './patchFiles';
import { readPipelineCommand } from './pipelineCommand';
import { promiseReader } from './promiseReader';
import { resultOfRun, startRun } from './runStages';

/** What a process ends with: it did it, the input is wrong, or something else is. */
export type ExitCode = 0 | 1 | 2;

/** How a container of a pipeline is run. */
export interface PipelineProcess {
  /** Without those of Node. */
  args: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  /** Writes a line to standard error. */
  say: (line: string) => void;
  /** Writes a result; default: to standard output. */
  print?: (text: string) => void;
  /** Default: by the service account of the pod. */
  readPromise?: StageContext['readPromise'];
}

/**
 * Runs what a container of a pipeline is asked for. Kratix shows what it writes to standard
 * error: one sentence, without a stack trace.
 *
 * @returns undefined where it is no container of a pipeline, but the controller itself
 */
export async function runPipeline(
  run: PipelineProcess,
): Promise<ExitCode | undefined> {
  const { args, env, say } = run;
  try {
    const command = readPipelineCommand(args, env);
    if (!command) return undefined;
    switch (command.action) {
      case 'patch':
        await patchFiles(command);
        break;
      case 'start':
        await startRun(command.root);
        break;
      case 'result':
        (run.print ?? printToOutput)(await resultOfRun(command.root));
        break;
      default: {
        const readPromise = run.readPromise ?? promiseReader({ env, say });
        await generateFiles(command, { env, say, readPromise });
      }
    }
    return 0;
  } catch (error) {
    say(isError(error) ? error.message : String(error));
    return error instanceof InputError ? 1 : 2;
  }
}

const printToOutput = (text: string) => void process.stdout.write(text);
