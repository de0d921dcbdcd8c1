import { SHORT_TEXT } from '../form/re2';
import { shortenText } from '../utils/shortenText';
import type { ErrorLineRule } from './errorLineRules';
import { readLogLine, type LogLine } from './logLine';

/** So much of the end of a log is looked at. */
const LAST_LINES = 200;
const LAST_CHARACTERS = 200_000;
/** Anybody writes logs: one that keeps rules busy for longer is not looked at by them. */
const LONGEST_LOOK_MS = 250;
/** A headline is one line. */
const LONGEST_ANSWER = 200;

/** Words of a line that says why something did not work. */
const TELLING =
  /\b(?:errors?|failed|failure|failing|fails?|fatal|panic(?:ked)?|denied|forbidden|unauthori[sz]ed|refused|rejected|exceed(?:s|ed)|invalid|illegal|cannot|can't|can not|couldn't|could not|unable to|not found|no such|not allowed|not permitted|does not exist|doesn't exist|already exists|timed out|deadline exceeded|unreachable|unsupported|missing|insufficient|expired|aborted|out of memory|no space left|segmentation fault|killed)\b|\b[A-Z]\w*(?:Error|Exception|Denied|Exceeded|NotFound)\b|^caused by: /i;
/** Counts, such as "0 errors" and the `failed=0` of Ansible. */
const COUNTS =
  /\b(?:no|without|0) (?:errors?|failures?|failed)\b|\b(?:errors?|failed|failures?) ?[=:] ?\d+\b/gi;
/** Lines that only say that something before them failed. */
const NO_ANSWERS = [
  /^(?:error: )?(?:process (?:completed|exited) with |command (?:terminated|failed|exited) with |script returned )?exit (?:status|code)[: ]*\d+\.?$/i,
  /^g?make(?:\[\d+\])?: \*\*\*/,
  /^npm (?:err!|error) (?:code|errno|path|command|syscall|lifecycle|a complete log)/i,
  /^(?:error|failed|failure|fatal|aborted|killed)[.!]*$/i,
  // A trace of the shell (set -x), and flags in the help of a command.
  /^\++ \S/,
  /^-{1,2}\w[\w-]*,? .* {2,}/,
];
/** The frames of stack traces, which are set in. */
const FRAME = /^(?:at \S|\.{3} \d+ (?:more|common frames)|File ".*", line \d+)/;

/**
 * The line of a log that says why what wrote it has failed, without times and levels,
 * and at most 200 characters long. The first rule that matches a line decides, by the
 * last line that it matches; without one, or where they take long, the last line that
 * sounds like an error.
 * Undefined where none does.
 *
 * @param log - without secrets; only its end is looked at
 * @public
 */
export function findErrorLine(
  log: string,
  rules: readonly ErrorLineRule[] = [],
): string | undefined {
  const rawLines = log.slice(-LAST_CHARACTERS).split('\n').slice(-LAST_LINES);
  const lines = withoutTraces(rawLines).map(readLogLine);
  const ruled = findByRules(lines, rules);
  if (ruled !== undefined) return shortened(ruled);
  const telling = lines.filter(isTelling);
  const line =
    telling.findLast(({ level, isIndented }) => {
      return level === 'error' || (level === undefined && !isIndented);
    }) ?? telling.at(-1);
  return line && shortened(withoutLead(line.text));
}

/**
 * What a container says as it ends (its termination message): the line with its error,
 * else its last one.
 *
 * @public
 */
export function findTerminationCause(
  message: string,
  rules: readonly ErrorLineRule[] = [],
): string | undefined {
  const errorLine = findErrorLine(message, rules);
  if (errorLine !== undefined) return errorLine;
  const last = message
    .slice(-LAST_CHARACTERS)
    .split('\n')
    .map(line => readLogLine(line).text)
    .findLast(text => text !== '' && !isNoAnswer(text));
  return last && shortened(last);
}

function findByRules(
  lines: LogLine[],
  rules: readonly ErrorLineRule[],
): string | undefined {
  const giveUpAt = Date.now() + LONGEST_LOOK_MS;
  const newestFirst = [...lines].reverse();
  for (const { pattern, message } of rules) {
    for (const { text } of newestFirst) {
      if (Date.now() > giveUpAt) return undefined;
      const match = pattern.exec(text.slice(0, SHORT_TEXT));
      if (!match) continue;
      const answer = message
        ? message.replace(/\$(\d)/g, (_, index) => match[Number(index)] ?? '')
        : text;
      if (answer.trim() !== '') return answer.trim();
    }
  }
  return undefined;
}

function isTelling({ text, level, isIndented }: LogLine): boolean {
  if (text === '' || isNoAnswer(text)) return false;
  if (isIndented && FRAME.test(text)) return false;
  return level === 'error' || TELLING.test(text.replace(COUNTS, ''));
}

const isNoAnswer = (text: string): boolean =>
  NO_ANSWERS.some(pattern => pattern.test(text));

/** Lines without the frames of stack traces; of one of Python, its last line stays. */
function withoutTraces(lines: string[]): string[] {
  const kept: string[] = [];
  let trace: 'python' | 'go' | undefined;
  for (const line of lines) {
    if (/^\s*Traceback \(most recent call last\):/.test(line)) {
      trace = 'python';
    } else if (/^goroutine \d+ \[/.test(line)) {
      trace = 'go';
    } else if (trace === 'python' && /^\S/.test(line)) {
      trace = undefined;
      // Its own words need not sound like an error.
      kept.push(`error: ${line}`);
    } else if (trace === 'go' && (line === '' || /^exit status/.test(line))) {
      trace = undefined;
    } else if (trace === undefined) {
      kept.push(line);
    }
  }
  return kept;
}

/** Without what says no more than that it is an error. */
const withoutLead = (text: string): string =>
  text
    .replace(/^Caused by: /, '')
    .replace(/^Exception in thread "[^"]{0,200}" /, '')
    .replace(/ \[recovered\]$/, '');

const shortened = (text: string): string => shortenText(text, LONGEST_ANSWER);
