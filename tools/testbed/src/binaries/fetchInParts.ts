/** How long a server may be silent, in milliseconds. */
export interface Patience {
  /** Until it answers. */
  connectMs: number;
  /** Between two parts of its answer. */
  stallMs: number;
}

/** Aborts its signal when nothing was heard for too long. */
export class SilenceLimit {
  readonly #controller = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** From now on so many milliseconds may pass; what was allowed before counts no more. */
  allow(ms: number, what: string) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => this.#controller.abort(new Error(`${what} for ${ms / 1_000} s`)),
      ms,
    );
  }

  /** Ends what waits; nothing is limited any more. */
  end() {
    clearTimeout(this.#timer);
    this.#controller.abort();
  }
}

/**
 * The parts of an answer as they come. Only silence is limited: a whole archive may take
 * as long as it does.
 *
 * @param onLength - told how many bytes will come, where the server says so
 * @throws Error that says what the server did not do; what the signal aborts with
 */
export async function* fetchInParts(
  url: string,
  options: Patience & {
    signal?: AbortSignal;
    onLength?: (bytes: number) => void;
  },
): AsyncGenerator<Uint8Array> {
  const { connectMs, stallMs, signal, onLength } = options;
  const { host } = new URL(url);
  const silence = new SilenceLimit();
  silence.allow(connectMs, `${host} did not answer`);
  try {
    const response = await fetch(url, {
      signal: signal
        ? AbortSignal.any([signal, silence.signal])
        : silence.signal,
    }).catch(error => {
      throw reasonOf(error, host);
    });
    if (!response.ok || !response.body) {
      throw new Error(`${host} answered ${response.status}`);
    }
    const length = Number(response.headers.get('content-length'));
    if (length > 0) onLength?.(length);
    const reader = response.body.getReader();
    for (;;) {
      silence.allow(stallMs, `${host} sent nothing`);
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    silence.end();
  }
}

/** `fetch` has what went wrong with the connection one level down. */
function reasonOf(error: Error, host: string): Error {
  const { code } = (error.cause ?? {}) as { code?: string };
  return code ? new Error(`${host} cannot be reached (${code})`) : error;
}
