import { join } from 'node:path';
import getPort from 'get-port';
import { ensureChromium } from '@internal/testbed';
import type { Processes } from '../processes';
import { root } from '../root';
import { waitForAnswer } from '../start/ports';
import type { FreshApp } from './FreshApp';

/**
 * Starts an app that has our plugins, requests, changes and deletes a Redis in Chromium, and
 * ends it again.
 *
 * @throws Error when the journey failed
 */
export async function useInChromium(
  app: FreshApp,
  {
    processes,
    kubeconfig,
    legacy,
    config = {},
    report,
  }: {
    processes: Processes;
    kubeconfig: string;
    legacy: boolean;
    /** Beside what every app needs. */
    config?: object;
    report: (text: string) => void;
  },
): Promise<void> {
  const [appPort, backendPort] = [
    await getPort({ host: '127.0.0.1' }),
    await getPort({ host: '127.0.0.1' }),
  ];
  const url = `http://localhost:${appPort}`;
  app.configure({
    app: { baseUrl: url },
    backend: {
      baseUrl: `http://localhost:${backendPort}`,
      listen: { port: backendPort },
      cors: { origin: url },
      // Its newest version does not start with the backend-defaults that create-app asks for.
      startup: { plugins: { signals: { onPluginBootFailure: 'continue' } } },
    },
    ske: { kubernetes: { kubeconfig } },
    ...config,
  });
  const started = performance.now();
  app.start(why => {
    process.stderr.write(
      `[install] The app ${why}: ${join(app.folder, 'start.log')}\n`,
    );
  });
  await waitForAnswer(
    `http://localhost:${backendPort}/.backstage/health/v1/readiness`,
    'fresh app',
  );
  await waitForAnswer(url, 'fresh app');
  report(`start: ${Math.round((performance.now() - started) / 1000)} s`);
  const code = await processes.run({
    name: 'playwright',
    command: join(root, 'node_modules', '.bin', 'playwright'),
    args: ['test'],
    cwd: root,
    env: {
      ...process.env,
      SKE_CHROMIUM: await ensureChromium(report),
      SKE_E2E_FRESH: url,
      SKE_E2E_FRONTEND: legacy ? 'legacy' : 'new',
    },
    ending: { signal: 'SIGINT', graceMs: 30_000 },
  });
  await app.stop();
  if (code !== 0) throw new Error('The journey in Chromium failed.');
  report('the journey in Chromium passed');
}
