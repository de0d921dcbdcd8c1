import { InputError } from '@backstage/errors';
import type { HttpClient } from 'isomorphic-git';
import { unreachableError } from './gitErrors';

/** MiB of one branch without its history; requests are small. */
const MOST_MEBIBYTES = 256;

/** A repository that is silent for this long is taken to be away. */
const PATIENCE_MS = 20_000;

/**
 * HTTP for isomorphic-git over `fetch`, as the rest of Backstage speaks it
 * (proxies included), with a limit on silence, which its own client lacks.
 */
export const httpClient = (
  url: string,
  patienceMs: number = PATIENCE_MS,
  mostMebibytes: number = MOST_MEBIBYTES,
): HttpClient => ({
  async request(request) {
    const silence = new AbortController();
    const timer = setTimeout(
      () => silence.abort(new Error(`no answer in ${patienceMs / 1000} s`)),
      patienceMs,
    );
    try {
      const body = request.body && Buffer.concat(await collect(request.body));
      const response = await fetch(request.url, {
        method: request.method,
        headers: request.headers,
        body,
        signal: silence.signal,
        redirect: 'follow',
      });
      return {
        url: response.url,
        method: request.method,
        statusCode: response.status,
        statusMessage: response.statusText,
        headers: Object.fromEntries(response.headers),
        // Whole, so that an answer that breaks off is an error and no short pack.
        body: asIterable(await readWhole(response, url, mostMebibytes)),
      };
    } catch (error) {
      if (error instanceof InputError) throw error;
      throw unreachableError(url, silence.signal.reason ?? error);
    } finally {
      clearTimeout(timer);
    }
  },
});

/** @throws InputError for an answer that is longer than any repository of requests. */
async function readWhole(
  response: Response,
  url: string,
  mostMebibytes: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > mostMebibytes * 1024 ** 2) {
      throw new InputError(
        `What ${url} sends is more than ${mostMebibytes} MiB, so it is not fetched. Keep requests and catalog files in a repository of their own, without large files.`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
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
