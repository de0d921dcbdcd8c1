import { asText, at, isObject } from '../kubernetes/json';

/** One line of a log, without what its writer puts before each line. */
export interface LogLine {
  text: string;
  /** What the line says of itself; undefined where it says nothing. */
  level: 'error' | 'other' | undefined;
  /** Whether it is set in, as the details of a line before it are. */
  isIndented: boolean;
}

/** A longer line is cut off: an answer is at its beginning. */
export const LONGEST_LINE = 500;
/** A longer line is not read as JSON. */
const LONGEST_JSON = 64 * 1024;
/** Prefixes follow each other, such as a time, a level and a place in the code. */
const MOST_PREFIXES = 6;

/** The box that Terraform draws around its errors. */
const BOX = /^[│╷╵|] ?/;
/** `2026-01-02T10:00:00.123Z`, `2026/01/02 10:00:00`, `10:00:00`, also in brackets. */
const TIME =
  /^[[(]?(?:\d{4}[-/]\d\d[-/]\d\d[T ])?\d\d:\d\d:\d\d(?:[.,]\d{1,9})? ?(?:Z|UTC|[+-]\d\d:?\d\d)?[\])]?[\s:,-]{0,4}/;
/** `E0102 12:00:00.000000       1 file.go:12] ` */
const KLOG =
  /^([IWEF])\d{4} \d\d:\d\d:\d\d\.\d{1,9} {1,20}\d{1,10} [\w.-]{1,100}:\d{1,6}\] ?/;
const LEVELS =
  'error|err|fatal|critical|crit|panic|severe|warning|warn|info|information|notice|debug|trace';
/** `[ERROR] `, `error: `, and `::error::` of GitHub. */
const LEVEL = new RegExp(
  `^(?:[\\[(<](${LEVELS})[\\])>]:?\\s*|(${LEVELS}):\\s+|::(${LEVELS})[^:]{0,100}::)`,
  'i',
);
/** `ERROR - `, and `ERROR:root:` of Python. */
const CAPITAL_LEVEL = new RegExp(
  `^(${LEVELS.toUpperCase()})(?:\\s+(?:-\\s+)?|:[\\w.]{1,100}:\\s*)`,
);
const SHELL_PLACE = /^[\w./-]{1,100}: line \d{1,6}: /;
/** What may follow a level: a place in a program, a thread, a logger. */
const AFTER_LEVEL = [
  /^[\w./-]{1,100}\.go:\d{1,6}[:\]]?\s+/,
  /^\[[\w .#-]{1,60}\]\s+/,
  /^(?:[\w$]+\.){2,10}[\w$]+\s+[-:]\s+/,
];
const IS_ERROR = /^(?:e|f|err|error|fatal|crit|critical|panic|severe)$/i;
/** Numbers that pino and bunyan have for levels. */
const ERROR_LEVEL = 50;

/** Reads one line as programs write it. */
export function readLogLine(line: string): LogLine {
  const unboxed = line.trimEnd().replace(BOX, '');
  const isIndented = /^\s/.test(unboxed);
  const structured = readJson(unboxed) ?? readLogfmt(unboxed);
  const start = structured?.text ?? unboxed.slice(0, LONGEST_LINE).trim();
  const { text, level } = withoutPrefixes(start);
  return { text, level: structured?.level ?? level, isIndented };
}

type Beginning = Pick<LogLine, 'text' | 'level'>;

/** A text without times, levels and places in code at its beginning. */
function withoutPrefixes(text: string): Beginning {
  let rest: Beginning = { text, level: undefined };
  for (let count = 0; count < MOST_PREFIXES; count += 1) {
    const next = withoutPrefix(rest);
    if (!next) break;
    rest = next;
  }
  return rest;
}

/** The text without the prefix that it begins with; undefined where it has none. */
function withoutPrefix({ text, level }: Beginning): Beginning | undefined {
  const patterns = [KLOG, TIME, LEVEL, CAPITAL_LEVEL, SHELL_PLACE];
  for (const pattern of level ? [...patterns, ...AFTER_LEVEL] : patterns) {
    const match = pattern.exec(text);
    const rest = text.slice(match?.[0].length).trim();
    // A prefix that is all there is says more than nothing.
    if (!match || match[0] === '' || rest === '') continue;
    const word = match.slice(1).find(group => group !== undefined);
    const isNews = word !== undefined && level !== 'error';
    return { text: rest, level: isNews ? levelOf(word) : level };
  }
  return undefined;
}

const levelOf = (word: string): 'error' | 'other' =>
  IS_ERROR.test(word) ? 'error' : 'other';

/** `{"level":"error","msg":"…","err":"…"}`, with the keys of the usual loggers. */
function readJson(line: string): Beginning | undefined {
  const start = line.trim();
  if (!start.startsWith('{') || start.length > LONGEST_JSON) return undefined;
  const entry = parseJson(start);
  if (!isObject(entry)) return undefined;
  const [message] = ['msg', 'message', '@message', 'text']
    .map(key => asText(entry[key]))
    .filter(Boolean);
  const [error] = ['err', 'error', 'exception', 'cause']
    .map(key => asText(entry[key]) ?? asText(at(entry, key, 'message')))
    .filter(Boolean);
  if (!message && !error) return undefined;
  const given = ['level', 'severity', '@level', 'lvl']
    .map(key => entry[key])
    .find(value => value !== undefined);
  return {
    text: joined(message, error),
    level: levelOfJson(given) ?? (error ? 'error' : undefined),
  };
}

function levelOfJson(given: unknown): LogLine['level'] {
  if (typeof given === 'number')
    return given >= ERROR_LEVEL ? 'error' : 'other';
  return typeof given === 'string' ? levelOf(given) : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A text that begins with a brace, or a line that its writer has cut off.
    return undefined;
  }
}

const fieldPattern = (keys: string) =>
  new RegExp(`(?:^|\\s)(?:${keys})=(?:"((?:[^"\\\\]|\\\\.)*)"|(\\S+))`);
const LEVEL_FIELD = fieldPattern('level|lvl|severity');
const MESSAGE_FIELD = fieldPattern('msg|message');
const ERROR_FIELD = fieldPattern('err|error');

/** `level=error msg="…" err="…"` */
function readLogfmt(line: string): Beginning | undefined {
  const cut = line.slice(0, LONGEST_LINE * 4);
  const field = (pattern: RegExp) => {
    const [, quoted, plain] = pattern.exec(cut) ?? [];
    return quoted?.replace(/\\(.)/g, '$1') ?? plain;
  };
  const level = field(LEVEL_FIELD);
  const message = field(MESSAGE_FIELD);
  const error = field(ERROR_FIELD);
  if (level === undefined || !(message || error)) return undefined;
  return { text: joined(message, error), level: levelOf(level) };
}

/** A message, and the error that it is about where it does not say it itself. */
function joined(message: string | undefined, error: string | undefined) {
  const parts =
    message && error && !message.includes(error)
      ? [message, error]
      : [message ?? error ?? ''];
  return (
    parts
      .join(': ')
      .split('\n')
      .map(line => line.trim())
      .find(line => line !== '')
      ?.slice(0, LONGEST_LINE) ?? ''
  );
}
