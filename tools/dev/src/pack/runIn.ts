import type { Processes } from '../processes';

/** Runs a command to its end in a folder. @throws Error that names the command that failed */
export type RunIn = (
  folder: string,
  command: string,
  args: string[],
) => Promise<void>;

/** Commands with this environment; their output is on the terminal. */
export const runWith =
  (processes: Processes, env: NodeJS.ProcessEnv): RunIn =>
  async (folder, command, args) => {
    const code = await processes.run({
      name: command,
      command,
      args,
      cwd: folder,
      env,
    });
    if (code !== 0) {
      throw new Error(`${[command, ...args].join(' ')} failed in ${folder}.`);
    }
  };
