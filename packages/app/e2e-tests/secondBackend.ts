import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { parse, stringify } from 'yaml';

const root = join(__dirname, '..', '..', '..');
const cache = join(root, '.cache');
const START_MS = 120_000;
/** As long as Kubernetes waits by default before it kills a Pod. */
const STOP_MS = 30_000;

/** What the backend of the production build is told of the platform and the Git host. */
export function readStartConfig(): { integrations: object; ske: SkeConfig } {
  return parse(
    readFileSync(join(cache, 'start', 'app-config.start.yaml'), 'utf8'),
  );
}

interface SkeConfig {
  kubernetes: object;
  [key: string]: unknown;
}

/** A backend that runs beside that of the production build. */
export interface SecondBackend {
  /** The end of what it has written. */
  log(): string;
  stop(): Promise<void>;
}

/**
 * Starts a second backend of the production build, with a database of its own, which
 * serves an app too.
 *
 * @param options.name - of its log
 * @param options.url - where browsers reach it
 * @param options.appPackage - the app; default: that of the production build
 * @param options.folder - of its own, for the configuration that is laid over
 * app-config.yaml; removed in the end
 * @param options.config - beside its addresses and sign-in
 */
export async function startSecondBackend(options: {
  name: string;
  url: string;
  port: number;
  appPackage?: string;
  folder: string;
  config: object;
}): Promise<SecondBackend> {
  const { name, url, port, appPackage, folder } = options;
  const config = join(folder, 'app-config.yaml');
  writeFileSync(
    config,
    stringify({
      app: { baseUrl: url, packageName: appPackage },
      backend: {
        baseUrl: url,
        listen: { port, host: '127.0.0.1' },
        cors: { origin: new URL(url).origin },
        workingDirectory: folder,
      },
      auth: {
        providers: { guest: { dangerouslyAllowOutsideDevelopment: true } },
      },
      ...options.config,
    }),
    { mode: 0o600 },
  );
  const production = join(cache, 'production');
  const child = spawn(
    process.execPath,
    [
      '--no-node-snapshot',
      join(production, 'packages', 'backend'),
      ...['--config', join(root, 'app-config.yaml')],
      ...['--config', config],
    ],
    {
      cwd: production,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        NODE_ENV: 'production',
        NODE_OPTIONS: undefined,
        NODE_COMPILE_CACHE: join(cache, 'node'),
      },
    },
  );
  const ended = once(child, 'exit');
  let log = '';
  const keep = (text: unknown) => {
    log = `${log}${text}`.slice(-20_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const results = join(cache, 'test');
  const stop = async () => {
    if (child.exitCode === null) child.kill('SIGTERM');
    // A connection that Chromium opens in advance, and sends nothing on, keeps Node's
    // HTTP server from closing, and with it Backstage's shutdown.
    const killing = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(killing);
    mkdirSync(results, { recursive: true });
    writeFileSync(join(results, `${name}.log`), log);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await expect(async () => {
      if (child.exitCode !== null)
        throw new Error(`The backend has ended:\n${log}`);
      const answer = await fetch(
        `http://localhost:${port}/.backstage/health/v1/readiness`,
      );
      expect(answer.status).toBe(200);
    }).toPass({ timeout: START_MS });
  } catch (error) {
    await stop();
    throw error;
  }
  return { log: () => log, stop };
}
