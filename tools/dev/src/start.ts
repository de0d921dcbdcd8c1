import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startPlatform, type EmbeddedPlatform } from '@internal/testbed';
import { configsOf } from './app/sources';
import { startApp } from './app/startApp';
import { onShutdown } from './onShutdown';
import { help, readOptions, type StartOptions } from './options';
import { Processes } from './processes';
import { BackstageProcesses } from './start/BackstageProcesses';
import { cacheFolder, frontendConfig, writeConfig } from './start/config';
import { waitForAnswer, requireFreePorts } from './start/ports';
import { keepApiServerRunning } from './start/keepApiServerRunning';

const say = (text: string) => process.stdout.write(`[ske] ${text}\n`);

async function main() {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(help);
    return;
  }
  const [, startConfig] = writeConfig(options);
  await requireFreePorts(options);

  const processes = new Processes();
  const stopping = new AbortController();
  let starting: Promise<EmbeddedPlatform | undefined> | undefined;
  let endApp: (() => Promise<void>) | undefined;
  let isPlatformUp = options.kubeconfig !== undefined;
  let ending: Promise<void> | undefined;
  const end = (code: number) => {
    ending ??= (async () => {
      // A build of the platform ends, or what of it runs already.
      stopping.abort();
      await Promise.all([processes.end(), endApp?.()]);
      // Why it did not start is said where it is waited for.
      const platform = await starting?.catch(() => undefined);
      await platform?.stop();
      rmSync(join(cacheFolder, 'platform'), { recursive: true, force: true });
      process.exit(code);
    })();
    return ending;
  };
  onShutdown(() => {
    say('Ending …');
    void end(0);
  });
  const backstage = new BackstageProcesses({
    processes,
    options,
    configs: [...configsOf(options.app), startConfig],
    onFailure: () => void end(1),
  });

  try {
    starting = startBackend(options, backstage, stopping.signal);
    const [platform] = await Promise.all([
      starting.then(started => {
        isPlatformUp = true;
        if (started)
          void keepApiServerRunning(started, () => ending !== undefined, say);
        return started;
      }),
      startApp({
        app: options.app,
        port: options.appPort,
        config: frontendConfig(options),
        folder: join(cacheFolder, options.app),
        processes,
        say,
        startDevServer: () => backstage.startPackage('app'),
      }).then(async ended => {
        endApp = ended;
        await waitForBackstage(options);
        if (isPlatformUp) return;
        say(
          `Backstage answers at http://localhost:${options.appPort}; the embedded platform is not ready yet.`,
        );
      }),
    ]);
    process.stdout.write(
      describeWhatRuns(options, platform, performance.now()),
    );
  } catch (error) {
    if (ending) return;
    process.stderr.write(`[ske] ${(error as Error).message}\n`);
    await end(1);
  }
}

/** Waits until backend and app answer, which may be long before the platform does. */
async function waitForBackstage({ appPort, backendPort }: StartOptions) {
  await waitForAnswer(
    `http://localhost:${backendPort}/.backstage/health/v1/readiness`,
    'backend',
  );
  await waitForAnswer(`http://localhost:${appPort}/`, 'app');
}

/**
 * Starts backend and simulator, and the embedded platform unless a kubeconfig is given.
 *
 * @returns the embedded platform, if there is one.
 */
async function startBackend(
  options: StartOptions,
  backstage: BackstageProcesses,
  signal: AbortSignal,
): Promise<EmbeddedPlatform | undefined> {
  const { kubeconfig, context, simulateKratix } = options;
  if (kubeconfig) {
    say(`Platform: ${kubeconfig}${context ? ` (${context})` : ''}`);
    backstage.startPackage('backend');
    if (simulateKratix) backstage.startSimulator();
    return undefined;
  }
  say('Starting Backstage and the embedded platform …');
  const platform = await startPlatform({
    say,
    port: options.platformPort,
    kubeconfigPath: join(cacheFolder, 'platform', 'kubeconfig'),
    signal,
    // The backend takes longer to start than the API server does. Where that is built
    // first, Backstage shows meanwhile how far it is.
    onKubeconfig: () => backstage.startPackage('backend'),
  });
  if (simulateKratix) backstage.startSimulator();
  return platform;
}

/** What `npm start` prints when everything answers. */
function describeWhatRuns(
  options: StartOptions,
  platform: EmbeddedPlatform | undefined,
  milliseconds: number,
) {
  return `
  Backstage    http://localhost:${options.appPort}            sign in as guest
  Backend      http://localhost:${options.backendPort}
  Platform     ${
    platform
      ? `${platform.url}  (embedded, with simulated Kratix)`
      : options.kubeconfig
  }
  Kubeconfig   ${platform ? '.cache/platform/kubeconfig' : options.kubeconfig}
  Logs         .cache/start/{app,backend,simulator}.log

  Started in ${(milliseconds / 1000).toFixed(
    1,
  )} s. First steps: open Redis Promise in the catalog${
    options.app === 'app' ? ', tab Kratix' : ''
  }.
  Ctrl-C ends everything.
`;
}

main().catch(error => {
  process.stderr.write(`[ske] ${(error as Error).message}\n`);
  process.exit(1);
});
