import {
  ConflictError,
  CustomErrorBase,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { Errors } from 'isomorphic-git';
import {
  codeOf,
  NoAnswerError,
  quote,
  reasonOf,
  ServerError,
  type Attempt,
} from '../utils/httpErrors';

/**
 * The branch has moved since it was read: read it and try again. Never thrown out of
 * the Git layer.
 */
export class BranchMovedError extends CustomErrorBase {
  name = 'BranchMovedError' as const;
}

/**
 * The answer to a push was lost: it may have arrived. Read the branch to find out.
 */
export class PushUnansweredError extends ServiceUnavailableError {}

/** What errors call the settings by which a repository is reached. @public */
export interface GitSettings {
  /** Key of its address. */
  url: string;
  /** Key of its branch. */
  branch: string;
  /** How a credential is given, in a sentence. */
  credentials: string;
  /** The disk with clones. */
  disk: string;
}

/** Those of Backstage's app-config. */
const APP_CONFIG: GitSettings = {
  url: 'ske.scm.repoUrl',
  branch: 'ske.scm.branch',
  credentials:
    'Give Backstage a credential for it: ske.scm.token (with ske.scm.type or ske.scm.username), or a GitHub App or token under integrations in app-config.',
  disk: 'the disk that backend.workingDirectory is on',
};

/** The error for a branch that has commits of others, which would be overwritten. */
export const branchOfOthersError = (
  url: string,
  branch: string,
  commit?: { oid: string; by: string },
) =>
  new ConflictError(
    `Branch ${branch} of ${url} is not only Backstage's${
      commit
        ? `: commit ${commit.oid.slice(0, 8)} is by ${commit.by}`
        : ': it goes too far back'
    }. Nothing was overwritten. Delete or rename the branch there, or give another one.`,
  );

/** The error for a host that does not answer. */
export const unreachableError = (url: string, cause: unknown) =>
  new NoAnswerError(
    `The Git host of ${url} does not answer (${reasonOf(
      cause,
    )}). Check that it runs and that Backstage can reach it.`,
    codeOf(cause),
  );

/**
 * Turns what isomorphic-git throws into the Backstage error for it, saying
 * what, where and what to do. Errors of others stay what they are.
 */
export function gitError(
  attempt: Attempt,
  error: unknown,
  settings: GitSettings = APP_CONFIG,
): unknown {
  if (error instanceof Errors.HttpError) {
    const { statusCode, response } = error.data;
    return errorOfStatus(attempt, settings, statusCode, response);
  }
  if (error instanceof Errors.PushRejectedError) {
    return new BranchMovedError(`${attempt.where} has moved`);
  }
  if (error instanceof Errors.GitPushError) {
    return errorOfRefusal(attempt, settings, error.data.prettyDetails);
  }
  if (
    error instanceof Errors.SmartHttpError ||
    error instanceof Errors.EmptyServerResponseError ||
    error instanceof Errors.ParseError
  ) {
    return new ServiceUnavailableError(
      `Could not ${attempt.doing} of ${attempt.where}: what answered is not a Git host (a sign-in page, or a proxy?). Check ${settings.url}.`,
    );
  }
  return error;
}

function errorOfStatus(
  attempt: Attempt,
  settings: GitSettings,
  status: number,
  body: string,
) {
  const could = `Could not ${attempt.doing} of ${attempt.where}`;
  switch (status) {
    // Azure DevOps answers 203 with a sign-in page.
    case 203:
    case 401:
      return new NotAllowedError(
        `${could}: the Git host did not accept the credential. It may have expired. ${settings.credentials}`,
      );
    case 403:
      return isQuota(body)
        ? quotaError(could, body)
        : new NotAllowedError(
            `${could}: the credential has no right to. Give it write access to the repository${hostMessage(
              body,
            )}.`,
          );
    case 404:
      return new NotFoundError(
        `${could}: there is no such repository, or the credential may not see it. Check its address. ${settings.credentials}`,
      );
    case 413:
    case 507:
      return quotaError(could, body);
    case 429:
      return new ServerError(
        `${could}: the Git host asks to slow down. Try again in a moment.`,
        status,
      );
    default:
      return new ServerError(
        `${could}: the Git host answered ${status}${hostMessage(
          body,
        )}. Try again; if it stays, ask whoever looks after it.`,
        status,
      );
  }
}

/**
 * Whether what a host says about one reference means that it moved: the words
 * of git itself, and of the hosts that lock references. Git's protocol has nothing
 * but text for why a reference was refused.
 */
const MOVED =
  /non-fast-forward|fetch first|cannot lock ref|failed to (update|lock)|reference already exists|stale info|incorrect old value/i;
const PROTECTED =
  /protected branch|GH006|GH013|not allowed to push|TF402455|pull request(s)? (is|are) required|only through (a )?pull request|branch permission/i;

/** The host took the objects, and did not take the reference. */
function errorOfRefusal(
  attempt: Attempt,
  settings: GitSettings,
  details: string,
) {
  const text = quote(details, 500);
  const could = `Could not ${attempt.doing} of ${attempt.where}`;
  if (isQuota(text)) return quotaError(could, text);
  if (PROTECTED.test(text)) {
    return new NotAllowedError(
      `${could}: the branch is protected. Let the credential push to it, choose another branch (${settings.branch}), or deliver by pull request. The host says: ${text}`,
    );
  }
  if (MOVED.test(text)) return new BranchMovedError(text);
  return new NotAllowedError(
    `${could}: the Git host refused. It says: ${text}`,
  );
}

const isQuota = (text: string) =>
  /quota|storage limit|size limit|too large|disk full|no space/i.test(text);

const quotaError = (could: string, body: string) =>
  new NotAllowedError(
    `${could}: the repository has no room left, or what is sent is too big. Ask whoever looks after the Git host${hostMessage(
      body,
    )}.`,
  );

/** The host's own words, where they are no page of HTML. */
function hostMessage(body: string): string {
  const text = quote(body);
  return text && ` (it says: ${text})`;
}

/** The error for a branch that is not in the repository. */
export const noBranchError = (
  { url, settings = APP_CONFIG }: { url: string; settings?: GitSettings },
  branch: string,
) =>
  new NotFoundError(
    `Branch ${branch} is not in ${url}. Make it there, or name the right one (${settings.branch}).`,
  );

/** The error when others moved the branch during every attempt. */
export const movedTooOftenError = (
  url: string,
  branch: string,
  times: number,
) =>
  new ConflictError(
    `Branch ${branch} of ${url} was moved by others ${times} times while this was being written. Nothing was written. Try again.`,
  );

/** The error for a failure that a new clone does not mend. */
export const brokenCloneError = (
  url: string,
  cause: unknown,
  settings: GitSettings = APP_CONFIG,
) =>
  new ServiceUnavailableError(
    `Could not work on ${url}, with a new clone neither: ${
      (cause as Error).message
    } Check ${settings.url}, and ${settings.disk}.`,
    cause as Error,
  );

/** The error when something else is where a file or folder has to be. */
export const pathTakenError = (path: string, what: string) =>
  new ConflictError(
    `${path} cannot be written: there is ${what} in the repository where a ${
      what === 'a file' ? 'folder' : 'file'
    } has to be. Move it away, or choose another name.`,
  );

/** What Node says of files that are missing or spoilt. */
const SPOILT = ['ENOENT', 'ENOTDIR', 'Z_DATA_ERROR', 'Z_BUF_ERROR'];

/**
 * Whether what was thrown means that the clone itself is broken: of what
 * isomorphic-git throws, all that {@link gitError} does not know as the host's.
 */
export function isDamage(error: unknown): boolean {
  const { code, caller } = error as { code?: unknown; caller?: unknown };
  return typeof caller === 'string' || SPOILT.includes(String(code));
}
