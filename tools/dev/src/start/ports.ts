import { setTimeout as sleep } from 'node:timers/promises';
import { portInUse } from '@internal/testbed';
import type { StartOptions } from '../options';

const LIMIT_MS = 180_000;
const PAUSE_MS = 150;

/** @throws Error that names the port in use and how to choose another. */
export async function requireFreePorts(options: StartOptions): Promise<void> {
  const wanted: [string, number][] = [
    ['--app-port', options.appPort],
    ['--backend-port', options.backendPort],
  ];
  if (!options.kubeconfig) {
    wanted.push(['--platform-port', options.platformPort]);
  }
  for (const [option, port] of wanted) {
    if (await portInUse(port)) {
      throw new Error(
        `Port ${port} is in use. End what listens there, or choose another: npm start -- ${option} ${
          port + 1
        }`,
      );
    }
  }
}

/** Waits until something answers well; at most three minutes. */
export async function waitForAnswer(url: string, name: string): Promise<void> {
  const deadline = Date.now() + LIMIT_MS;
  for (;;) {
    const ok = await fetch(url)
      .then(response => response.ok)
      .catch(() => false);
    if (ok) return;
    if (Date.now() > deadline) {
      throw new Error(
        `The ${name} does not answer at ${url}. Its log: .cache/start/${name}.log`,
      );
    }
    await sleep(PAUSE_MS);
  }
}
