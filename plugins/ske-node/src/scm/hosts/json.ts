import type { ScmAnswer } from '../scmErrors';

/** An answer that is no success. */
class AnswerError extends Error {
  constructor(readonly answer: ScmAnswer) {
    super(answer.message);
  }
}

/** Asks a JSON API; for hosts that have no client library that is looked after. */
export async function askJson<T>(
  url: string,
  init: { method?: string; headers: Record<string, string>; body?: unknown },
): Promise<T> {
  const response = await fetch(url, {
    method: init.method ?? 'GET',
    headers: {
      ...init.headers,
      accept: 'application/json',
      ...(init.body ? { 'content-type': 'application/json' } : {}),
    },
    body: init.body ? JSON.stringify(init.body) : undefined,
  });
  const text = await response.text();
  if (!response.ok) {
    throw new AnswerError({
      status: response.status,
      message: messageOf(text) || response.statusText,
      headers: Object.fromEntries(response.headers),
    });
  }
  return (text ? JSON.parse(text) : undefined) as T;
}

/** What {@link askJson} throws, as an answer. */
export const answerOfJson = (error: unknown): ScmAnswer =>
  error instanceof AnswerError
    ? error.answer
    : { status: undefined, message: String((error as Error).message) };

/** Both Bitbuckets put their words into `error` or `errors`. */
function messageOf(text: string): string {
  try {
    const { error, errors, message } = JSON.parse(text) as {
      error?: { message?: string };
      errors?: { message?: string }[];
      message?: string;
    };
    return [error?.message, message, ...(errors ?? []).map(e => e.message)]
      .filter(Boolean)
      .join(' ');
  } catch {
    return text.trimStart().startsWith('<') ? '' : text;
  }
}
