import {
  AuthenticationError,
  ConflictError,
  CustomErrorBase,
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type { FieldProblem } from '@syntasso/plugin-ske-common';
import { asNumber, asText, at, objectsOf } from '@syntasso/plugin-ske-common';
import {
  codeOf,
  isAway,
  NoAnswerError,
  quote,
  RateLimitError,
  readRetryAfter,
  reasonOf,
  ServerError,
  type Attempt,
} from '../utils/httpErrors';

/**
 * The API server refused a request as invalid: a manifest, or the parameters of a list or
 * watch. `problems` names the fields, as far as the API server did.
 *
 * @public
 */
export class InvalidInputError extends InputError {
  constructor(message: string, readonly problems: FieldProblem[]) {
    super(message);
  }
}

/**
 * A resourceVersion is too old for the API server (HTTP 410): list again.
 *
 * @public
 */
export class ExpiredError extends CustomErrorBase {
  name = 'ExpiredError' as const;
}

/**
 * The API server knows the kind, and has no object of this name. Any other NotFoundError may
 * pass: a CRD that is installed anew, or a proxy that does not find the cluster.
 *
 * @public
 */
export class ObjectNotFoundError extends NotFoundError {}

/** An overloaded API server says for how long; this is its own default. */
const OVERLOADED_MS = 1_000;

/**
 * Turns an answer of the API server that is not a success into the Backstage
 * error for it, saying what, where and what to do. Understands `Status`
 * objects and the plain text an unknown path gets.
 *
 * @param headers - by their names in lower case; `retry-after` is heeded
 * @public
 */
export function errorOfAnswer(
  attempt: Attempt,
  code: number,
  body: string,
  headers: Record<string, unknown> = {},
): Error {
  const status = parse(body);
  const message =
    asText(at(status, 'message')) ??
    (body.trimStart().startsWith('<')
      ? `HTTP ${code}, not from a Kubernetes API`
      : quote(body) || `HTTP ${code}`);
  const retryAt =
    readRetryAfter(headers['retry-after']) ??
    readRetryAfter(asNumber(at(status, 'details', 'retryAfterSeconds')));
  const could = `Could not ${attempt.doing}`;
  switch (code) {
    case 400:
    case 413:
    case 415:
    case 422:
      return new InvalidInputError(
        `${could}: ${message}`,
        fieldProblems(status),
      );
    case 401:
      return new AuthenticationError(
        `${could}: the platform at ${attempt.where} did not accept the credentials. Renew those that app-config or the kubeconfig gives for this cluster; if it is asked with your own account, sign out and in again.`,
      );
    case 403:
      return new NotAllowedError(
        `${could}: ${message}. Ask the platform team for this permission.`,
      );
    case 404:
      return at(status, 'details', 'name')
        ? new ObjectNotFoundError(
            `${could}: it does not exist on the platform.`,
          )
        : new NotFoundError(
            `${could}: the platform does not know this kind (its CRD is not installed).`,
          );
    case 409:
      return new ConflictError(`${could}: ${message}`);
    case 410:
      return new ExpiredError(`${could}: ${message}`);
    case 429:
      return new RateLimitError(
        `${could}: the platform at ${attempt.where} is overloaded and asks to slow down. Try again in a moment.`,
        retryAt ?? new Date(Date.now() + OVERLOADED_MS),
      );
    default:
      return new ServerError(
        `${could}: the platform at ${attempt.where} answered ${code} (${message}). Try again; if it stays, ask the platform team.`,
        code,
        retryAt,
      );
  }
}

/** The error for a connection that failed before any answer came. @public */
export function errorOfConnection(attempt: Attempt, cause: unknown): Error {
  const could = `Could not ${attempt.doing}`;
  const code = codeOf(cause);
  const remedy = code === undefined ? undefined : certificateRemedy(code);
  return new NoAnswerError(
    remedy === undefined
      ? `${could}: the platform at ${attempt.where} does not answer (${reasonOf(
          cause,
        )}). Check that it runs and that Backstage can reach it.`
      : `${could}: the certificate of the platform at ${attempt.where} is not accepted (${code}). ${remedy}`,
    code,
  );
}

/** What Node and OpenSSL call certificates that are not accepted. */
const CERTIFICATE_CODE =
  /^(SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|CERT_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)/;

/** What to do about a certificate; undefined where the code is about something else. */
function certificateRemedy(code: string): string | undefined {
  if (!CERTIFICATE_CODE.test(code)) return undefined;
  switch (code) {
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return 'Renew it on the platform, and check the clock of this machine. For development only, skipTLSVerify (insecure-skip-tls-verify in a kubeconfig) accepts any certificate; caData and caFile do not help here.';
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
    case 'HOSTNAME_MISMATCH':
      return 'It is for another host: use an address of the API server that it names. For development only, skipTLSVerify (insecure-skip-tls-verify in a kubeconfig) accepts any certificate; caData and caFile do not help here.';
    default:
      return 'Give the cluster its certificate authority: caData or caFile in app-config, certificate-authority in a kubeconfig. For development only, skipTLSVerify (insecure-skip-tls-verify in a kubeconfig) accepts any certificate.';
  }
}

/**
 * Whether an error is about the way to the platform and not about what was asked: it
 * does not answer, or says that it is away; its certificate or its address is wrong, or it
 * does not accept the credentials.
 *
 * @public
 */
export const isConnectionProblem = (error: unknown): boolean =>
  error instanceof AuthenticationError ||
  isAway(error) ||
  (error instanceof ServiceUnavailableError &&
    !(error instanceof ServerError) &&
    !(error instanceof RateLimitError));

/** The error for a success that no Kubernetes API would answer with. */
export const errorOfOtherServer = (attempt: Attempt) =>
  new ServiceUnavailableError(
    `Could not ${attempt.doing}: what answered at ${attempt.where} is not from a Kubernetes API (a sign-in page, or a proxy?). Check the address of this cluster in app-config.`,
  );

/** The causes of a `Status`, without those that belong to no field (`<nil>`). */
function fieldProblems(status: unknown): FieldProblem[] {
  return objectsOf(at(status, 'details', 'causes'))
    .map(cause => ({
      field: asText(cause.field),
      message: asText(cause.message) ?? asText(cause.reason) ?? 'is invalid',
    }))
    .filter(problem => problem.field !== '<nil>');
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/**
 * For `catch`: turns NotFoundError into `undefined`; throws any other error.
 *
 * @public
 */
export function ifNotFound(error: unknown): undefined {
  if ((error as Error).name === 'NotFoundError') return undefined;
  throw error;
}
