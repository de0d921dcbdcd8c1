import type { Subprocess } from 'execa';
import { eventually } from '../eventually';

/**
 * Waits for the first answer of a server that was just started.
 *
 * @param options.name - for errors, such as `Gitea`
 * @param options.isReady - whether an answer says that it can be used; default: any answer
 * @throws Error when it has ended, or does not answer in time.
 */
export async function waitForServer(options: {
  name: string;
  server: Subprocess;
  url: string;
  patienceMs: number;
  isReady?: (answer: Response) => boolean;
}): Promise<void> {
  const { name, server, url, patienceMs, isReady = () => true } = options;
  await eventually(
    `An answer of ${name} at ${url}`,
    async () => {
      const { exitCode } = server.nodeChildProcess;
      if (exitCode !== null) {
        throw new Error(`${name} has ended with exit code ${exitCode}.`);
      }
      const answer = await fetch(url).catch(() => undefined);
      return answer && isReady(answer);
    },
    { patienceMs, pauseMs: 100 },
  );
}
