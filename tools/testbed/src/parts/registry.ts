import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureRegistry } from '../binaries/registry';
import { freePort } from '../ports';
import { waitForServer } from './waitForServer';

const READY_MS = 30_000;

/** A registry of images on loopback, empty at first, that everybody may write to. */
export interface Registry {
  /** Host and port, as references of images begin with it; plain HTTP. */
  host: string;
  stop(): Promise<void>;
}

/**
 * Starts a registry of images; builds it the first time.
 *
 * @throws Error that says what is missing and how to get it.
 */
export async function startRegistry(options: {
  say: (text: string) => void;
  /** Ends the build. */
  signal?: AbortSignal;
}): Promise<Registry> {
  const { execa } = await import('execa');
  const program = await ensureRegistry(options.say, options.signal);
  const dir = mkdtempSync(join(tmpdir(), 'ske-registry-'));
  const host = `127.0.0.1:${await freePort()}`;
  const config = join(dir, 'config.yml');
  writeFileSync(
    config,
    // JSON is YAML, too.
    JSON.stringify({
      version: 0.1,
      log: { level: 'error', accesslog: { disabled: true } },
      storage: { filesystem: { rootdirectory: join(dir, 'images') } },
      http: { addr: host },
    }),
  );
  const server = execa(program, ['serve', config], {
    cwd: dir,
    // Else it looks for a collector of traces.
    env: { OTEL_TRACES_EXPORTER: 'none' },
    stdio: 'ignore',
    reject: false,
  });
  const stop = async () => {
    server.kill();
    await server;
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    await waitForServer({
      ...{ name: 'registry', server, patienceMs: READY_MS },
      url: `http://${host}/v2/`,
      isReady: answer => answer.ok,
    });
    return { host, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
