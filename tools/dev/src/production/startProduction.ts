import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  startPlatform,
  startPostgres,
  type EmbeddedPlatform,
} from '@internal/testbed';
import { parse, parseDocument, stringify } from 'yaml';
import type { StartOptions } from '../options';
import { startGitHost } from '../gitops/gitHost';
import { Processes } from '../processes';
import { root } from '../root';
import { BackstageProcesses } from '../start/BackstageProcesses';
import { cacheFolder, writeConfig } from '../start/config';
import { waitForAnswer, requireFreePorts } from '../start/ports';
import { keepApiServerRunning } from '../start/keepApiServerRunning';
import { startBuckets } from './buckets';
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
  /** Most pages that one person may have open; default: that of `ske.atOnce`. */
  openPages?: number;
  /** Whether to start a Git host too, for requests by pull request. */
  gitHost?: boolean;
  /** Whether to start an object store too, for catalogs in buckets. */
  buckets?: boolean;
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
    if (setup.buckets) endings.push((await startBuckets(say)).stop);
    const [base, start] = writeConfig(options, gitHost?.config);
    if (startProxy) {
      const { url: proxy } = await startProxy(platform);
      const kubeconfig = writeKubeconfig(platform.kubeconfigPath, proxy);
      changeSkeConfig(start, ['kubernetes', 'kubeconfig'], kubeconfig);
    }
    if (setup.openPages !== undefined) {
      changeSkeConfig(start, ['atOnce', 'streams'], setup.openPages);
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

/** Writes a kubeconfig that reaches the platform at another address. @returns its path */
function writeKubeconfig(kubeconfig: string, server: string): string {
  const path = `${kubeconfig}.proxied`;
  const config = parse(readFileSync(kubeconfig, 'utf8'));
  config.clusters[0].cluster = { server, 'insecure-skip-tls-verify': true };
  writeFileSync(path, stringify(config), { mode: 0o600 });
  return path;
}

/** Sets one value below `ske` in a configuration file. */
function changeSkeConfig(file: string, path: string[], value: unknown) {
  const config = parseDocument(readFileSync(file, 'utf8'));
  config.setIn(['ske', ...path], value);
  writeFileSync(file, String(config));
}
