import { InputError, ServiceUnavailableError } from '@backstage/errors';
import type { HttpClient } from 'isomorphic-git';
import { fetchAnswer, FetchLimitError } from '../utils/fetchWithLimits';
import { unreachableError } from './gitErrors';

/** MiB of one branch without its history; requests are small. */
const MOST_MEBIBYTES = 256;

/** A repository that is silent for this long is taken to be away. */
const PATIENCE_MS = 20_000;
/** For a repository that is as large as it may be, from a slow host. */
const LONGEST_MS = 600_000;

/**
 * HTTP for isomorphic-git over `fetch`, as the rest of Backstage speaks it
 * (proxies included), with limits on silence, time, size and redirects, which its own
 * client lacks.
 */
export const httpClient = (
  url: string,
  patienceMs: number = PATIENCE_MS,
  mostMebibytes: number = MOST_MEBIBYTES,
): HttpClient => ({
  async request(request) {
    try {
      const sent = request.body && Buffer.concat(await collect(request.body));
      const { method, headers } = request;
      const answer = await fetchAnswer(
        request.url,
        { method, headers, body: sent },
        {
          silenceMs: patienceMs,
          totalMs: LONGEST_MS,
          mostBytes: mostMebibytes * 1024 ** 2,
        },
      );
      const { response } = answer;
      return {
        url: answer.url,
        method,
        statusCode: response.status,
        statusMessage: response.statusText,
        headers: Object.fromEntries(response.headers),
        // Whole, so that an answer that breaks off is an error and no short pack.
        body: asIterable(answer.body),
      };
    } catch (error) {
      throw httpError(url, error);
    }
  },
});

/** The error for a repository that was not read to its end. */
function httpError(url: string, error: unknown): Error {
  if (!(error instanceof FetchLimitError) || error.limit === 'time') {
    return unreachableError(url, error);
  }
  return error.limit === 'size'
    ? new InputError(
        `What ${url} sends is ${error.message}, so it is not fetched. Keep requests and catalog files in a repository of their own, without large files.`,
      )
    : new ServiceUnavailableError(
        `Could not reach ${url}: ${error.message}, which is not followed. Renew the credential, if that is a page to sign in; otherwise give the address that the repository has now.`,
      );
}

async function collect(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
) {
  const gathered: Uint8Array[] = [];
  for await (const chunk of chunks) gathered.push(chunk);
  return gathered;
}

async function* asIterable(chunk: Uint8Array) {
  yield chunk;
}
