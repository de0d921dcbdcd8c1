import { eventually } from '@internal/testbed';
import getPort from 'get-port';
import type { StartOptions } from '../options';

const TIMEOUT_MS = 180_000;
const PAUSE_MS = 150;

/** @throws Error that names the port in use and how to choose another. */
export async function requireFreePorts(options: StartOptions): Promise<void> {
  // By port: a production build has one for app and backend.
  const wanted = new Map([
    [options.appPort, '--app-port'],
    [options.backendPort, '--backend-port'],
  ]);
  if (!options.kubeconfig) wanted.set(options.platformPort, '--platform-port');
  for (const [port, option] of wanted) {
    if ((await getPort({ port, host: '127.0.0.1' })) === port) continue;
    throw new Error(
      `Port ${port} is in use. End what listens there, or choose another: npm start -- ${option} ${
        port + 1
      }`,
    );
  }
}

/**
 * Waits until a server answers with success.
 *
 * @throws Error that names its log, after three minutes.
 */
export async function waitForAnswer(url: string, name: string): Promise<void> {
  await eventually(
    `An answer of the ${name} at ${url} (its log: .cache/start/${name}.log)`,
    () =>
      fetch(url)
        .then(response => response.ok)
        .catch(() => false),
    { patienceMs: TIMEOUT_MS, pauseMs: PAUSE_MS },
  );
}
