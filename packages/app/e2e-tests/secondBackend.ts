import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { JsonObject } from '@backstage/types';
import { parse, stringify } from 'yaml';

const root = join(__dirname, '..', '..', '..');
const cache = join(root, '.cache');
const state = join(cache, 'start');
const START_MS = 120_000;
/** As long as Kubernetes waits by default before it kills a Pod. */
const STOP_MS = 30_000;

/** A folder for {@link startSecondBackend}, which removes it in the end. */
export const newBackendFolder = (name: string): string =>
  mkdtempSync(join(state, `${name}-`));

/** What the first backend has besides app-config.yaml. */
export const firstBackendConfig = (): {
  integrations: JsonObject;
  ske: { kubernetes: JsonObject };
} => parse(readFileSync(join(state, 'app-config.start.yaml'), 'utf8'));

/**
 * Starts a second backend of the production build, with a database of its own, which
 * serves the app too.
 *
 * @param options.name - of its log
 * @param options.folder - of its own, for files and for the configuration that is laid over
 * app-config.yaml
 * @param options.url - where people find it; default: at its port
 * @param options.config - besides its addresses and sign-in as a guest
 */
export async function startSecondBackend(options: {
  name: string;
  port: number;
  folder: string;
  url?: string;
  config: JsonObject;
}): Promise<{ stop(): Promise<void> }> {
  const { name, port, folder, url = `http://localhost:${port}` } = options;
  const config = join(folder, 'app-config.yaml');
  const content: JsonObject = {
    app: { baseUrl: url },
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
  };
  writeFileSync(config, stringify(content), { mode: 0o600 });
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
  return { stop };
}
