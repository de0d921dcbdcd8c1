/** What one answer may cost. @public */
export interface FetchLimits {
  /** How long a silent server is waited for, also in the middle of its answer, in ms. */
  silenceMs: number;
  /** How long the whole answer may take, in ms. */
  totalMs: number;
  /** How long the body may be. */
  mostBytes: number;
}

/** For JSON of an API. @public */
export const JSON_LIMITS: FetchLimits = {
  silenceMs: 20_000,
  totalMs: 60_000,
  mostBytes: 16 * 1024 ** 2,
};

/**
 * What a server did that this fetch does not wait for, read or follow.
 *
 * @public
 */
export type FetchLimit = 'time' | 'size' | 'redirect';

/**
 * An answer was not taken: it took too long, is too long, or redirects elsewhere. The
 * message is a part of a sentence; whoever asks says which server it is, and what to do.
 *
 * @public
 */
export class FetchLimitError extends Error {
  /** Octokit passes on errors of this name only as they are. */
  name = 'AbortError' as const;
  readonly limit: FetchLimit;

  constructor(limit: FetchLimit, message: string) {
    super(message);
    this.limit = limit;
  }
}

/** An answer that has been read to its end. */
export interface FetchedAnswer {
  /** Its head; the body has been read. */
  response: Response;
  /** Where it came from, after redirects. */
  url: string;
  body: Buffer;
}

/** As many as a host may need to lead to the new address of what was renamed. */
const MOST_REDIRECTS = 5;
/** Those that leave method and body as they are. */
const KEEPING_METHOD = [307, 308];
const REDIRECTS = [301, 302, 303, ...KEEPING_METHOD];
/** Answers that have no body. */
const WITHOUT_BODY = [204, 205, 304];

/**
 * Fetches an answer and reads it to its end, within limits of time and size. Redirects are
 * followed at the same host only, so that no credential and nothing that is sent gets to
 * another one, whichever header it is in.
 *
 * @throws FetchLimitError for an answer beyond the limits, and what fetch throws
 */
export async function fetchAnswer(
  url: string,
  init: RequestInit = {},
  limits: FetchLimits = JSON_LIMITS,
): Promise<FetchedAnswer> {
  const ending = new AbortController();
  const end = (message: string) => () =>
    ending.abort(new FetchLimitError('time', message));
  const silence = setTimeout(
    end(`no answer in ${limits.silenceMs / 1_000} s`),
    limits.silenceMs,
  );
  const total = setTimeout(
    end(`no whole answer in ${limits.totalMs / 1_000} s`),
    limits.totalMs,
  );
  const signal = init.signal
    ? AbortSignal.any([init.signal, ending.signal])
    : ending.signal;
  try {
    const found = await follow(url, { ...init, signal });
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of found.response.body ?? []) {
      silence.refresh();
      length += chunk.length;
      if (length > limits.mostBytes) {
        throw new FetchLimitError('size', `more than ${sizeOf(limits)}`);
      }
      chunks.push(chunk);
    }
    return { ...found, body: Buffer.concat(chunks) };
  } catch (error) {
    // Not every stream fails with the reason that it was ended for.
    throw ending.signal.aborted ? ending.signal.reason : error;
  } finally {
    clearTimeout(silence);
    clearTimeout(total);
  }
}

/**
 * {@link fetchAnswer} for client libraries, which take an answer as fetch gives it.
 *
 * @throws like {@link fetchAnswer}
 * @public
 */
export async function fetchWithLimits(
  url: string,
  init?: RequestInit,
  limits?: FetchLimits,
): Promise<Response> {
  const { response, body } = await fetchAnswer(url, init, limits);
  return new Response(
    WITHOUT_BODY.includes(response.status) ? null : body,
    response,
  );
}

async function follow(
  url: string,
  init: RequestInit,
): Promise<{ response: Response; url: string }> {
  let from = url;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const response = await fetch(from, { ...init, redirect: 'manual' });
    const location = response.headers.get('location');
    if (!REDIRECTS.includes(response.status) || location === null) {
      return { response, url: from };
    }
    await response.body?.cancel();
    from = requireSameHost(from, location, response.status, init.method);
  }
  throw new FetchLimitError(
    'redirect',
    `it redirects more than ${MOST_REDIRECTS} times`,
  );
}

/** @returns the whole address that a redirect leads to */
function requireSameHost(
  from: string,
  location: string,
  status: number,
  method = 'GET',
): string {
  if (!URL.canParse(location, from)) {
    throw new FetchLimitError('redirect', 'it redirects to no address');
  }
  const [old, next] = [new URL(from), new URL(location, from)];
  const isSameHost =
    next.origin === old.origin ||
    (next.hostname === old.hostname &&
      old.protocol === 'http:' &&
      next.protocol === 'https:');
  if (!isSameHost) {
    throw new FetchLimitError('redirect', `it redirects to ${next.host}`);
  }
  // Followed as a GET, as fetch does, what is to be written would be lost.
  if (!['GET', 'HEAD'].includes(method) && !KEEPING_METHOD.includes(status)) {
    throw new FetchLimitError(
      'redirect',
      `it redirects what is sent to ${next.origin}${next.pathname}`,
    );
  }
  return next.href;
}

const sizeOf = ({ mostBytes }: FetchLimits) =>
  `${Math.round(mostBytes / 1024 ** 2)} MiB`;
