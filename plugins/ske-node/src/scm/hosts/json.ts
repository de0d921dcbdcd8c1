import type { z } from 'zod';
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
  // Azure DevOps shows whom it does not know a page to sign in, and calls it 203.
  const status = response.status === 203 ? 401 : response.status;
  if (!response.ok || status === 401) {
    throw new AnswerError({
      status,
      message: messageOf(text) || response.statusText,
      headers: Object.fromEntries(response.headers),
    });
  }
  return (text ? JSON.parse(text) : undefined) as T;
}

/** What an answer says, where it is as the host documents it; an error of {@link askJson} otherwise. */
export function readAnswer<T>(schema: z.ZodType<T>, answer: unknown): T {
  const read = schema.safeParse(answer);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new AnswerError({
    status: 200,
    message: `not as documented: ${issue.path.join('.')}: ${issue.message}`,
  });
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
