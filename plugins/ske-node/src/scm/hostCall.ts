import { FetchLimitError } from '../utils/fetchWithLimits';
import { scmError, scmLimitError, type ScmAnswer } from './scmErrors';

/** Calls a host, and turns its errors into those of {@link scmError} and {@link scmLimitError}. */
export type HostCall = <T>(doing: string, work: () => Promise<T>) => Promise<T>;

/** {@link HostCall} for a host whose client library throws in its own way. */
export const hostCallAt =
  (host: string, answerOf: (error: unknown) => ScmAnswer): HostCall =>
  async (doing, work) => {
    try {
      return await work();
    } catch (error) {
      const attempt = { doing, where: host };
      throw error instanceof FetchLimitError
        ? scmLimitError(attempt, error)
        : scmError(attempt, answerOf(error));
    }
  };

/**
 * Pull requests by number: those in a list of open ones, and the few others one
 * by one. What is gone is left out.
 */
export async function fetchByNumber<P extends { number: number }>(
  numbers: number[],
  open: () => Promise<P[]>,
  one: (number: number) => Promise<P>,
): Promise<Map<number, P>> {
  const wanted = new Set(numbers);
  const found = new Map<number, P>();
  // One that is wanted alone is not worth a list.
  const listed = wanted.size > 1 ? await open() : [];
  listed
    .filter(({ number }) => wanted.has(number))
    .forEach(pull => found.set(pull.number, pull));
  for (const number of wanted) {
    if (found.has(number)) continue;
    try {
      found.set(number, await one(number));
    } catch (error) {
      if ((error as Error).name !== 'NotFoundError') throw error;
    }
  }
  return found;
}

/** The path of an address below another; '' for one that is elsewhere. */
export const pathBelow = (url: string, base: string): string =>
  url.startsWith(`${base}/`) ? url.slice(base.length) : '';
