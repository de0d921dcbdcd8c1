import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startPlatform, type EmbeddedPlatform } from '@internal/testbed';
import { startApp } from './app/startApp';
import { onShutdown } from './onShutdown';
import { help, readOptions, type StartOptions } from './options';
import { Processes } from './processes';
import { Children } from './start/children';
import { cache, frontendConfig, writeConfig } from './start/config';
import { reachable, requireFreePorts } from './start/reachable';
import { screen } from './start/screen';
import { supervise } from './start/supervise';

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
      rmSync(join(cache, 'platform'), { recursive: true, force: true });
      process.exit(code);
    })();
    return ending;
  };
  onShutdown(() => {
    say('Ending …');
    void end(0);
  });
  const children = new Children({
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
        folder: join(cache, 'app'),
        processes,
        say,
        startDevServer: () => children.package('app'),
      }).then(ended => {
        endApp = ended;
      }),
      startBackend(options, children).then(started => {
        platform = started;
        if (started) void supervise(started, () => ending !== undefined, say);
      }),
    ]);
    await reachable(
      `http://localhost:${options.backendPort}/.backstage/health/v1/readiness`,
      'backend',
    );
    await reachable(`http://localhost:${options.appPort}/`, 'app');
    process.stdout.write(screen(options, platform, performance.now()));
  } catch (error) {
    if (ending) return;
    process.stderr.write(`[ske] ${(error as Error).message}\n`);
    await end(1);
  }
}

/** The platform, if it is ours, with the backend and the simulator on it. */
async function startBackend(
  options: StartOptions,
  children: Children,
): Promise<EmbeddedPlatform | undefined> {
  const { kubeconfig, context, simulateKratix } = options;
  if (kubeconfig) {
    say(`Platform: ${kubeconfig}${context ? ` (${context})` : ''}`);
    children.package('backend');
    if (simulateKratix) children.simulator();
    return undefined;
  }
  say('Starting Backstage and the embedded platform …');
  const platform = await startPlatform({
    say,
    port: options.platformPort,
    kubeconfigPath: join(cache, 'platform', 'kubeconfig'),
    // The backend takes longer to start than the API server does.
    onKubeconfig: () => children.package('backend'),
  });
  if (simulateKratix) children.simulator();
  return platform;
}

main().catch(error => {
  process.stderr.write(`[ske] ${(error as Error).message}\n`);
  process.exit(1);
});
