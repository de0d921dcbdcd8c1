import { RateLimitError } from './httpErrors';
import { retry } from './retry';

const quick = { firstMs: 1, longestMs: 4, isWorthRetrying: () => true };

/** Fails so many times, then answers. */
function failing(times: number, error: Error = new Error('not yet')) {
  let tried = 0;
  const work = async () => {
    tried += 1;
    if (tried <= times) throw error;
    return 'done';
  };
  return { work, tried: () => tried };
}

it('tries again until it works', async () => {
  const { work, tried } = failing(3);
  expect(await retry(work, { ...quick, attempts: 5 })).toBe('done');
  expect(tried()).toBe(4);
});

it('gives up after so many times, with the error as it was', async () => {
  const error = new Error('never');
  const { work, tried } = failing(Infinity, error);
  await expect(retry(work, { ...quick, attempts: 3 })).rejects.toBe(error);
  expect(tried()).toBe(3);
});

it('fails at once where another try does not mend it', async () => {
  const { work, tried } = failing(Infinity);
  const isWorthRetrying = jest.fn(() => false);
  await expect(
    retry(work, { ...quick, attempts: 3, isWorthRetrying }),
  ).rejects.toThrow('not yet');
  expect(tried()).toBe(1);
  expect(isWorthRetrying).toHaveBeenCalledWith(expect.any(Error), 1);
});

it('waits as long as a server asks for', async () => {
  const until = new Date(Date.now() + 100);
  const { work } = failing(1, new RateLimitError('slow down', until));
  await retry(work, { ...quick, attempts: 2 });
  // Timers are up to a millisecond early.
  expect(Date.now()).toBeGreaterThanOrEqual(until.getTime() - 1);
});

it('ends in the middle of a pause when it is aborted', async () => {
  const stop = new AbortController();
  const { work, tried } = failing(Infinity);
  const ended = retry(work, {
    ...{ firstMs: 60_000, longestMs: 60_000, attempts: 9 },
    isWorthRetrying: () => true,
    signal: stop.signal,
  });
  setImmediate(() => stop.abort());
  await expect(ended).rejects.toMatchObject({ name: 'AbortError' });
  expect(tried()).toBe(1);
});
