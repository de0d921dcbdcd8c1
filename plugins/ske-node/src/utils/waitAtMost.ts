import { ServiceUnavailableError } from '@backstage/errors';

/**
 * What a promise gives, if it does within some time.
 *
 * @param problem - says why it may have taken too long, and what to do
 * @throws ServiceUnavailableError with the problem when the time is over
 * @public
 */
export async function waitAtMost<T>(
  ms: number,
  promise: Promise<T>,
  problem: string,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ServiceUnavailableError(problem)), ms);
  });
  return Promise.race([promise, timeout]).finally(() => clearTimeout(timer));
}
