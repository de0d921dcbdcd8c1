import { ServiceUnavailableError } from '@backstage/errors';

/** What was being done, for the text of an error. @public */
export interface Attempt {
  /** For example "read Redis default/cache". */
  doing: string;
  /** The server, as a person knows it; its address without credentials. */
  where: string;
}

/** A server asks to be left alone until a time (HTTP 429). @public */
export class RateLimitError extends ServiceUnavailableError {
  readonly until: Date;

  constructor(message: string, until: Date) {
    super(message);
    this.until = until;
  }
}

/** A server does not answer, or its answer broke off. @public */
export class NoAnswerError extends ServiceUnavailableError {
  /** What went wrong with the connection, such as ECONNREFUSED; none for a timeout. */
  readonly code: string | undefined;

  constructor(message: string, code?: string) {
    super(message);
    this.code = code;
  }
}

/** A server, or a proxy before it, answers that it could not (HTTP 5xx and others). @public */
export class ServerError extends ServiceUnavailableError {
  readonly status: number;
  /** When it wants to be asked again, as far as it says so. */
  readonly retryAt: Date | undefined;

  constructor(message: string, status: number, retryAt?: Date) {
    super(message);
    this.status = status;
    this.retryAt = retryAt;
  }
}

/** Bad gateway, service unavailable, gateway timeout. */
const AWAY = [502, 503, 504];

/** Whether a server, or a proxy before it, says that it is down or overloaded. */
export const isAway = (error: unknown): boolean =>
  error instanceof ServerError && AWAY.includes(error.status);

/** When a server wants to be asked again, as far as its error says so. @public */
export function retryTimeOf(error: unknown): Date | undefined {
  if (error instanceof RateLimitError) return error.until;
  return error instanceof ServerError ? error.retryAt : undefined;
}

/** The time in a header `Retry-After`, which is in seconds or a date. */
export function readRetryAfter(value: unknown): Date | undefined {
  if (value === undefined || value === null) return undefined;
  const text = String(value).trim();
  const ms = /^\d+$/.test(text)
    ? Date.now() + Number(text) * 1_000
    : Date.parse(text);
  const time = new Date(ms);
  return time.getTime() > Date.now() ? time : undefined;
}

/** A server's own words on one line; '' where they are a page of HTML. */
export function quote(body: string, longest = 300): string {
  const text = body.replace(/\s+/g, ' ').trim();
  return text.startsWith('<') ? '' : text.slice(0, longest);
}

/** The code that Node has for a connection that failed; fetch has it one level down. */
export function codeOf(cause: unknown): string | undefined {
  const { code, cause: inner } = (cause ?? {}) as {
    code?: unknown;
    cause?: { code?: unknown };
  };
  return [code, inner?.code].find(one => typeof one === 'string') as
    | string
    | undefined;
}

/** Why a connection failed, in a few words. */
export const reasonOf = (cause: unknown): string =>
  codeOf(cause) ?? (cause instanceof Error ? cause.message : String(cause));
