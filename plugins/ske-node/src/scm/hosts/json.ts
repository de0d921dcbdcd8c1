import type { z } from 'zod';
import { fetchAnswer } from '../../utils/fetchWithLimits';
import { reasonOf } from '../../utils/httpErrors';
import type { ScmAnswer } from '../scmErrors';

/** An answer that is no success. */
class AnswerError extends Error {
  constructor(readonly answer: ScmAnswer) {
    super(answer.message);
  }
}

/**
 * Asks a JSON API; for hosts without a client library that is worth its size. How long an
 * answer may take and be is limited.
 */
export async function askJson<T>(
  url: string,
  init: { method?: string; headers: Record<string, string>; body?: unknown },
): Promise<T> {
  const { response, body } = await fetchAnswer(url, {
    method: init.method ?? 'GET',
    headers: {
      ...init.headers,
      accept: 'application/json',
      ...(init.body ? { 'content-type': 'application/json' } : {}),
    },
    body: init.body ? JSON.stringify(init.body) : undefined,
  });
  const text = new TextDecoder().decode(body);
  if (!response.ok) {
    throw new AnswerError({
      status: response.status,
      message: messageOf(text) || response.statusText,
      headers: Object.fromEntries(response.headers),
    });
  }
  if (text === '') return undefined as T;
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new AnswerError(answerWithoutJson(response));
  }
}

/**
 * A success that is no JSON comes from a page to sign in or a proxy; its text is not quoted.
 * Azure DevOps answers with 203 and such a page where it does not accept the credential.
 */
function answerWithoutJson({ status }: Response): ScmAnswer {
  if (status === 203) return { status: 401, message: 'a page to sign in' };
  return { status, message: 'not JSON' };
}

/**
 * The answer, if it has the shape that the host documents.
 *
 * @throws like {@link askJson}, naming the field that is different
 */
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
    : { status: undefined, message: reasonOf(error) };

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
