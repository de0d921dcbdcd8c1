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
import type { Entity } from '@backstage/catalog-model';
import { expect } from '@playwright/test';
import { connectGitea } from '@internal/testbed';
import { parse, stringify } from 'yaml';

const root = join(__dirname, '..', '..', '..');
const cache = join(root, '.cache');
const state = join(cache, 'start');
const START_MS = 120_000;
/** As long as Kubernetes waits by default before it kills a Pod. */
const STOP_MS = 30_000;

/** For `test.skip`: only the production build has a Git host. */
export const withoutGitHost = [
  !process.env.SKE_E2E_PRODUCTION,
  'needs the Git host of the test bed: npm run test:real -- production',
] as const;

/** The Git host of the production build's test bed. */
export const gitHost = () =>
  connectGitea(JSON.parse(readFileSync(join(state, 'gitHost.json'), 'utf8')));

/** A second backend of the production build, in a Git mode. */
export interface GitBackend {
  url: string;
  /** Replaces the entities that the catalog reads from a file, as a controller publishes them. */
  publish(entities: Entity[]): void;
  stop(): Promise<void>;
}

/**
 * Starts a second backend on the same platform, with a database of its own.
 *
 * @param options.cluster - whether it gets access to the platform's API
 */
export async function startGitBackend(options: {
  mode: 'gitops' | 'hybrid';
  port: number;
  repositoryUrl: string;
  cluster: boolean;
  published?: Entity[];
  /** How often the catalog reads its locations again. */
  refreshSeconds?: number;
}): Promise<GitBackend> {
  const { mode, port, repositoryUrl, cluster } = options;
  const { refreshSeconds = 2 } = options;
  const url = `http://localhost:${port}`;
  const folder = mkdtempSync(join(state, `${mode}-`));
  const published = join(folder, 'catalog.yaml');
  const publish = (entities: Entity[]) =>
    writeFileSync(published, entities.map(one => stringify(one)).join('---\n'));
  publish(options.published ?? []);
  const { integrations, ske } = parse(
    readFileSync(join(state, 'app-config.start.yaml'), 'utf8'),
  );
  const config = join(folder, 'app-config.yaml');
  writeFileSync(
    config,
    stringify({
      app: { baseUrl: url },
      backend: {
        baseUrl: url,
        listen: { port, host: '127.0.0.1' },
        cors: { origin: url },
        workingDirectory: folder,
      },
      integrations,
      auth: {
        providers: { guest: { dangerouslyAllowOutsideDevelopment: true } },
      },
      catalog: {
        processingInterval: { seconds: refreshSeconds },
        locations: [{ type: 'file', target: published }],
      },
      ske: {
        mode,
        scm: { repoUrl: repositoryUrl },
        offerings: { locations: [`file:${published}`] },
        pendingRequests: { refreshSeconds: 2 },
        ...(cluster ? { kubernetes: ske.kubernetes } : {}),
      },
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
    writeFileSync(join(results, `${mode}.log`), log);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await expect(async () => {
      if (child.exitCode !== null)
        throw new Error(`The backend has ended:\n${log}`);
      const answer = await fetch(`${url}/.backstage/health/v1/readiness`);
      expect(answer.status).toBe(200);
    }).toPass({ timeout: START_MS });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, publish, stop };
}
