import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  startPlatform,
  startPostgres,
  type EmbeddedPlatform,
} from '@internal/testbed';
import { parse, stringify } from 'yaml';
import type { StartOptions } from '../options';
import { startGitHost } from '../gitops/gitHost';
import { Processes } from '../processes';
import { root } from '../root';
import { BackstageProcesses } from '../start/BackstageProcesses';
import { cacheFolder, writeConfig } from '../start/config';
import { waitForAnswer, requireFreePorts } from '../start/ports';
import { keepApiServerRunning } from '../start/keepApiServerRunning';
import { unpackBuild } from './unpack';

/** A running production build. */
export interface Production {
  /** Backend and app. */
  url: string;
  platform: EmbeddedPlatform;
  stop(): Promise<void>;
}

/**
 * Runs the production build on PostgreSQL and the embedded platform: one backend
 * that serves the app too. When a part fails, those started before it are ended.
 *
 * @throws Error that says which part did not start and what to do.
 */
export async function startProduction(setup: {
  options: StartOptions;
  say: (text: string) => void;
  /** Called when one of its processes ends although nobody asked for it. */
  onFailure: () => void;
  /** Starts a proxy through which the backend reaches the platform. */
  startProxy?: (platform: EmbeddedPlatform) => Promise<{ url: string }>;
  /** Whether to start a Git host too, for requests by pull request. */
  gitHost?: boolean;
}): Promise<Production> {
  const { say, onFailure, startProxy } = setup;
  // The backend serves the app.
  const options = {
    ...setup.options,
    appPort: setup.options.backendPort,
  };
  await requireFreePorts(options);
  const folder = join(cacheFolder, 'production');
  unpackBuild(folder);

  const processes = new Processes();
  const endings: (() => Promise<void>)[] = [];
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= (async () => {
      await processes.end();
      for (const end of endings.reverse()) await end();
      rmSync(join(cacheFolder, 'platform'), { recursive: true, force: true });
    })();
    return stopping;
  };
  try {
    const postgres = await startPostgres({ say });
    endings.push(postgres.stop);
    const platform = await startPlatform({
      say,
      port: options.platformPort,
      kubeconfigPath: join(cacheFolder, 'platform', 'kubeconfig'),
    });
    endings.push(platform.stop);
    const gitHost = setup.gitHost
      ? await startGitHost({ kubeconfig: platform.kubeconfigPath, say })
      : undefined;
    if (gitHost) endings.push(gitHost.stop);
    const [base, start] = writeConfig(options, gitHost?.config);
    if (startProxy) {
      reachPlatformThrough(
        start,
        platform.kubeconfigPath,
        (await startProxy(platform)).url,
      );
    }
    const backstage = new BackstageProcesses({
      processes,
      options,
      configs: [base, join(root, 'app-config.production.yaml'), start],
      onFailure,
    });
    backstage.startProductionBackend(folder, {
      NODE_ENV: 'production',
      POSTGRES_HOST: postgres.host,
      POSTGRES_PORT: String(postgres.port),
      POSTGRES_USER: postgres.user,
      POSTGRES_PASSWORD: postgres.password,
    });
    backstage.startSimulator();
    void keepApiServerRunning(platform, () => stopping !== undefined, say);
    const url = `http://localhost:${options.backendPort}`;
    await waitForAnswer(`${url}/.backstage/health/v1/readiness`, 'backend');
    await waitForAnswer(`${url}/`, 'app');
    return { url, platform, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Changes the backend's configuration so that it reaches the platform at `url`. */
function reachPlatformThrough(
  configFile: string,
  kubeconfig: string,
  url: string,
) {
  const proxied = `${kubeconfig}.proxied`;
  const config = parse(readFileSync(kubeconfig, 'utf8'));
  config.clusters[0].cluster = {
    server: url,
    'insecure-skip-tls-verify': true,
  };
  writeFileSync(proxied, stringify(config), { mode: 0o600 });
  const own = parse(readFileSync(configFile, 'utf8'));
  own.ske.kubernetes.kubeconfig = proxied;
  writeFileSync(configFile, stringify(own));
}
