import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureVersitygw } from '../binaries/versitygw';
import { freePort } from '../ports';
import { waitForServer } from './waitForServer';

const READY_MS = 30_000;

/** A server that speaks S3, with throw-away buckets, on loopback. */
export interface BucketStore {
  /** Host and port; plain HTTP. */
  endpoint: string;
  region: string;
  /** Of an account that may do everything. */
  accessKeyId: string;
  secretAccessKey: string;
}

/**
 * Starts a {@link BucketStore}; builds it the first time.
 *
 * @throws Error that says what is missing and how to get it.
 */
export async function startBucketStore(options: {
  say: (text: string) => void;
  /** Ends the build. */
  signal?: AbortSignal;
}): Promise<BucketStore & { stop(): Promise<void> }> {
  const { execa } = await import('execa');
  const program = await ensureVersitygw(options.say, options.signal);
  const dir = mkdtempSync(join(tmpdir(), 'ske-buckets-'));
  const buckets = join(dir, 'buckets');
  mkdirSync(buckets);
  const store: BucketStore = {
    endpoint: `127.0.0.1:${await freePort()}`,
    region: 'us-east-1',
    accessKeyId: `k-${randomBytes(8).toString('hex')}`,
    secretAccessKey: `s-${randomBytes(16).toString('hex')}`,
  };
  const server = execa(
    program,
    [
      ...['--access', store.accessKeyId, '--secret', store.secretAccessKey],
      ...['--region', store.region, '--port', store.endpoint],
      ...['posix', buckets],
    ],
    { cwd: dir, stdio: 'ignore', reject: false },
  );
  const stop = async () => {
    server.kill();
    await server;
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    // Whatever it says without a signature: it is there.
    await waitForServer({
      ...{ name: 'versitygw', server, patienceMs: READY_MS },
      url: `http://${store.endpoint}/`,
    });
    return { ...store, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
