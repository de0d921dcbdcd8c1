import { retryTimeOf } from '@syntasso/plugin-ske-node';
import type { WorkQueue } from './WorkQueue';

/** How one run of a key went. */
export interface Run<Key> {
  key: Key;
  seconds: number;
  error: unknown;
}

/**
 * Works on the keys of a queue, some at once, until the queue is stopped. A failure
 * never ends it: the key comes again after a pause.
 *
 * @param options.work - ends nothing but its own run by an error
 * @param options.onRun - called after each run
 */
export async function runQueue<Key>(
  queue: WorkQueue<Key>,
  options: {
    concurrency: number;
    work: (key: Key) => Promise<void>;
    onRun: (run: Run<Key>) => void;
  },
): Promise<void> {
  const worker = async () => {
    for (;;) {
      const key = await queue.take();
      if (key === undefined) return;
      const start = performance.now();
      let error: unknown;
      try {
        await options.work(key);
        queue.forget(key);
      } catch (caught) {
        error = caught ?? new Error('failed without an error');
        queue.addRateLimited(key, retryTimeOf(caught));
      } finally {
        queue.done(key);
      }
      options.onRun({
        key,
        seconds: (performance.now() - start) / 1_000,
        error,
      });
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, worker));
}
