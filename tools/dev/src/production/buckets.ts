import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { startBucketStore } from '@internal/testbed';
import { cacheFolder } from '../start/config';

/** Where tests find the object store: its address and keys. */
const BUCKETS_FILE = join(cacheFolder, 'start', 'buckets.json');

/** Starts an object store, for tests of what a catalog reads from buckets. */
export async function startBuckets(
  say: (text: string) => void,
): Promise<{ stop(): Promise<void> }> {
  const { stop, ...store } = await startBucketStore({ say });
  mkdirSync(dirname(BUCKETS_FILE), { recursive: true });
  writeFileSync(BUCKETS_FILE, JSON.stringify(store), { mode: 0o600 });
  return { stop };
}
