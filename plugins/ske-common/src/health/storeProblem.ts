import { shortenText } from '../utils/shortenText';

/** What is wrong with a state store, by what a bucket or a Git host says. */
interface StoreProblem {
  /** What a person would say; ends a sentence. */
  text: string;
  pattern: RegExp;
}

/**
 * Problems of state stores; the first one whose pattern matches counts, what is more
 * precise first: a wrong key is refused with 403 too.
 */
const problems = {
  credentials: {
    text: 'its credentials are missing, wrong or expired',
    pattern:
      /InvalidAccessKeyId|SignatureDoesNotMatch|ExpiredToken|InvalidToken|InvalidClientTokenId|NoCredentialProviders|credentials are missing|authentication (?:required|failed)|unable to authenticate|no supported methods remain|bad credentials|invalid (?:username|credentials)|could not read Username|\b401\b/i,
  },
  accessDenied: {
    text: 'access denied',
    pattern:
      /access ?denied|permission (?:to \S+ )?denied|not authorized|forbidden|\b403\b/i,
  },
  notFound: {
    text: 'its bucket, repository or branch does not exist',
    pattern:
      /NoSuchBucket|bucket .{0,100}does not exist|branch does not exist|repository not found|reference not found|couldn't find remote ref/i,
  },
  certificate: {
    text: 'its certificate cannot be verified',
    pattern: /x509:|tls: |certificate cannot be verified/i,
  },
  unknownHost: {
    text: 'its address is not known',
    pattern:
      /no such host|server misbehaving|could not resolve host|address is not known/i,
  },
  timeout: {
    text: 'it did not answer in time',
    pattern:
      /context deadline exceeded|Client\.Timeout|i\/o timeout|timed out|RequestTimeout|not answer in time/i,
  },
  noConnection: {
    text: 'it does not answer',
    pattern:
      /connection refused|connection reset|no route to host|network is unreachable|unexpected EOF|: EOF$|does not answer/i,
  },
  full: {
    text: 'it has no space left',
    pattern:
      /QuotaExceeded|StorageFull|no space left|EntityTooLarge|storage quota/i,
  },
  refused: {
    text: 'the repository refuses the change',
    pattern:
      /non-fast-forward|protected branch|pre-receive hook declined|refuses the change|remote rejected/i,
  },
  busy: {
    text: 'it is busy; this is tried again',
    pattern: /SlowDown|TooManyRequests|rate limit|it is busy|\b429\b/i,
  },
  broken: {
    text: 'it reports an error of its own',
    pattern:
      /InternalError|ServiceUnavailable|error of its own|StatusCode: 5\d\d|\b50[0234] \w/i,
  },
} as const satisfies Record<string, StoreProblem>;

/** The code of a problem of a state store. @public */
export type StoreProblemCode = keyof typeof problems;

const codes = Object.keys(problems) as StoreProblemCode[];

/**
 * What is wrong with a state store in English, by its code; other languages translate it.
 *
 * @public
 */
export const storeProblemTexts = Object.fromEntries(
  codes.map(code => [code, problems[code].text]),
) as Record<StoreProblemCode, string>;

/** So much of a message is looked at. */
const LOOKED_AT = 4_000;
const LONGEST_TEXT = 200;
/** Kratix's own words for a state store, such as `BucketStateStore/edge: not found`. */
const OF_KRATIX = /^\w+StateStore\/\S+: /;

/** Which problem a message of a state store is about, if it is a known one. @public */
export function storeProblemOf(message: string): StoreProblemCode | undefined {
  const start = message.slice(0, LOOKED_AT);
  return OF_KRATIX.test(start)
    ? undefined
    : codes.find(code => problems[code].pattern.test(start));
}

/** The problem of a state store in a few plain words; an unknown one in its own. */
export function shortenStoreMessage(message: string): string {
  const code = storeProblemOf(message);
  if (code) return storeProblemTexts[code];
  const start = message.slice(0, LOOKED_AT).trim();
  const answer = start.lastIndexOf('api error ');
  return shortenText(
    (answer < 0 ? start : start.slice(answer + 'api error '.length)).replace(
      /^(?:Get|Put|Head|Post|Delete) "[^"]*": /,
      '',
    ),
    LONGEST_TEXT,
  );
}
