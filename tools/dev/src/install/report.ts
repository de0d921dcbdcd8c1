import { stripVTControlCharacters } from 'node:util';
import type { Claim, Way } from './releases';

/** One thing that was tried in an app. */
export interface Check {
  what: string;
  /**
   * The app before our packages are in it; that they can be used; or that versions fit, of
   * which Yarn warns, though all may work.
   */
  about: 'app' | 'use' | 'versions';
  /** Absent when all was well. */
  problem?: string;
}

/** What came of a way. */
export type Outcome =
  | { kind: 'works' }
  /** It can be used, with versions that do not fit. */
  | { kind: 'works with warnings'; because: string }
  | { kind: 'fails'; because: string }
  /** The app cannot be made, or fails without our packages. */
  | { kind: 'not tried'; because: string };

/** A way and what came of it. */
export interface Result {
  way: Way;
  outcome: Outcome;
}

const LONGEST_REASON = 300;
const PROBLEM =
  /error TS\d+|\b(?:\w*Error|ERROR|FATAL)\b|✖|Cannot find|[Ff]ailed to|doesn't/;

/** What came of the checks of one app. */
export function outcomeOf(checks: Check[]): Outcome {
  const problems = checks.flatMap(({ what, about, problem }) =>
    problem === undefined ? [] : [{ about, text: `${what}: ${problem}` }],
  );
  if (problems.length === 0) return { kind: 'works' };
  const because = problems.map(({ text }) => text).join('; ');
  const has = (subject: Check['about']) =>
    problems.some(({ about }) => about === subject);
  if (has('app')) return { kind: 'not tried', because };
  return has('use')
    ? { kind: 'fails', because }
    : { kind: 'works with warnings', because };
}

/** Whether the README is right about it. */
export function isTrue(claim: Claim | undefined, { kind }: Outcome): boolean {
  if (claim === undefined) return true;
  if (claim === 'yes') return kind === 'works';
  const canBeUsed = kind === 'works' || kind === 'works with warnings';
  return claim.startsWith('no') ? !canBeUsed : canBeUsed;
}

/** The table at the end: one row for each app. */
export function reportTable(results: Result[]): string {
  return [
    '| app | create-app | result | the README says |',
    '| --- | --- | --- | --- |',
    ...results.map(({ way, outcome }) => {
      const { system, release } = way;
      const claim = release.claims[system];
      const says = claim ?? 'nothing';
      return `| ${release.backstage}, ${system} | ${
        release.createApp ?? '–'
      } | ${inWords(outcome)} | ${
        isTrue(claim, outcome) ? says : `${says} (not so)`
      } |`;
    }),
  ].join('\n');
}

function inWords(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'works':
      return 'works';
    case 'works with warnings':
      return `works, but ${inCell(outcome.because)}`;
    case 'fails':
      return `does not work, because ${inCell(outcome.because)}`;
    default:
      return `could not be tried, because ${inCell(outcome.because)}`;
  }
}

const inCell = (text: string) =>
  text.replace(/\s*\n\s*/g, ' ').replace(/\|/g, '\\|');

/** The line of an error that says most: of a log, the first that sounds like a problem. */
export function reasonOf(error: unknown): string {
  const lines = messageOf(error)
    .split('\n')
    .map(line => line.trim());
  const [first, ...rest] = lines.filter(Boolean);
  const problem = rest.find(line => PROBLEM.test(line));
  const text = problem ? `${first} ${problem}` : first ?? 'no reason given';
  return text.length > LONGEST_REASON
    ? `${text.slice(0, LONGEST_REASON)}…`
    : text;
}

/** The message of an error as it is written to a terminal, without colours. */
export const messageOf = (error: unknown): string =>
  stripVTControlCharacters(
    error instanceof Error ? error.message : String(error),
  );

/**
 * The first step that failed, in a report of Playwright as JSON.
 *
 * @returns its title and what went wrong, if a step has failed
 */
export function failedStepOf(report: unknown): string | undefined {
  if (typeof report !== 'object' || report === null) return undefined;
  const { title, error } = report as {
    title?: unknown;
    error?: { message?: unknown };
  };
  if (typeof title === 'string' && typeof error?.message === 'string') {
    const [line] = stripVTControlCharacters(error.message).split('\n');
    return `${title}: ${line}`;
  }
  for (const part of Object.values(report)) {
    const found = failedStepOf(part);
    if (found !== undefined) return found;
  }
  return undefined;
}
