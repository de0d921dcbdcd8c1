import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startPlatform, type EmbeddedPlatform } from '@internal/testbed';
import { startApp } from './app/startApp';
import { onShutdown } from './onShutdown';
import { help, readOptions, type StartOptions } from './options';
import { Processes } from './processes';
import { BackstageProcesses } from './start/BackstageProcesses';
import { cacheFolder, frontendConfig, writeConfig } from './start/config';
import { waitForAnswer, requireFreePorts } from './start/ports';
import { describeWhatRuns } from './start/screen';
import { keepApiServerRunning } from './start/keepApiServerRunning';

const say = (text: string) => process.stdout.write(`[ske] ${text}\n`);

async function main() {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(help);
    return;
  }
  const configs = writeConfig(options);
  await requireFreePorts(options);

  const processes = new Processes();
  let platform: EmbeddedPlatform | undefined;
  let endApp: (() => Promise<void>) | undefined;
  let ending: Promise<void> | undefined;
  const end = (code: number) => {
    ending ??= (async () => {
      await Promise.all([processes.end(), endApp?.()]);
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
  const children = new BackstageProcesses({
    processes,
    options,
    configs,
    onFailure: () => void end(1),
  });

  try {
    await Promise.all([
      startApp({
        port: options.appPort,
        config: frontendConfig(options),
        folder: join(cacheFolder, 'app'),
        processes,
        say,
        startDevServer: () => children.startPackage('app'),
      }).then(ended => {
        endApp = ended;
      }),
      startBackend(options, children).then(started => {
        platform = started;
        if (started) void keepApiServerRunning(started, () => ending !== undefined, say);
      }),
    ]);
    await waitForAnswer(
      `http://localhost:${options.backendPort}/.backstage/health/v1/readiness`,
      'backend',
    );
    await waitForAnswer(`http://localhost:${options.appPort}/`, 'app');
    process.stdout.write(describeWhatRuns(options, platform, performance.now()));
  } catch (error) {
    if (ending) return;
    process.stderr.write(`[ske] ${(error as Error).message}\n`);
    await end(1);
  }
}

/** The platform, if it is ours, with the backend and the simulator on it. */
async function startBackend(
  options: StartOptions,
  children: BackstageProcesses,
): Promise<EmbeddedPlatform | undefined> {
  const { kubeconfig, context, simulateKratix } = options;
  if (kubeconfig) {
    say(`Platform: ${kubeconfig}${context ? ` (${context})` : ''}`);
    children.startPackage('backend');
    if (simulateKratix) children.startSimulator();
    return undefined;
  }
  say('Starting Backstage and the embedded platform …');
  const platform = await startPlatform({
    say,
    port: options.platformPort,
    kubeconfigPath: join(cacheFolder, 'platform', 'kubeconfig'),
    // The backend takes longer to start than the API server does.
    onKubeconfig: () => children.startPackage('backend'),
  });
  if (simulateKratix) children.startSimulator();
  return platform;
}

main().catch(error => {
  process.stderr.write(`[ske] ${(error as Error).message}\n`);
  process.exit(1);
});
