import {
  readBrackets,
  makeLiteral,
  readShorthand,
  type Characters,
} from './re2Classes';
import { LAST } from './re2Ranges';
import { Reader, UnsupportedPattern } from './re2Reader';

/** A part of a pattern; `text` is in JavaScript's words. */
export type Piece =
  | ({ kind: 'character' } & Characters)
  /** Between two characters: `^`, `\b`. */
  | { kind: 'place'; text: string }
  /** One of several sequences. The whole pattern is one that nothing opens. */
  | { kind: 'group'; open: '' | '(' | '(?:'; branches: Piece[][] }
  | ({ kind: 'repeat'; part: Piece } & Count);

interface Count {
  least: number;
  most: number;
  text: string;
}

interface Flags {
  /** `i`: upper and lower case are the same. */
  fold: boolean;
  /** `m`: `^` and `$` stand for the ends of lines, too. */
  lines: boolean;
  /** `s`: `.` stands for a line break, too. */
  dotAll: boolean;
}

/**
 * Reads a pattern as Go does, and throws where Go refuses it. Whether repetitions
 * take much or little (`U`, `+?`) does not matter: there is a match or not.
 */
export function parseRe2(re2: string): Piece {
  const reader = new Reader(re2);
  const flags = { fold: false, lines: false, dotAll: false };
  const branches = alternatives(reader, flags, 0);
  if (!reader.done) throw new UnsupportedPattern();
  const wholeGroup: Piece = { kind: 'group', open: '', branches };
  if (copies(wholeGroup) * re2.length > LARGEST) throw new UnsupportedPattern();
  return wholeGroup;
}

/** About what Go allows, once all counts are written out. */
const LARGEST = 1_000_000;

/** Groups in each other. Go allows 1000, and nobody needs them. */
const DEEPEST = 200;

/** Reads to the end of a group, or of the pattern. */
function alternatives(reader: Reader, flags: Flags, depth: number): Piece[][] {
  if (depth > DEEPEST) throw new UnsupportedPattern();
  const branches: Piece[][] = [[]];
  while (!reader.done && !reader.sees(')')) {
    const branch = branches[branches.length - 1];
    const count = quantifier(reader);
    if (count) branch.push(repeated(branch.pop(), count));
    else if (reader.take('|')) branches.push([]);
    else if (reader.take('(')) branch.push(...group(reader, flags, depth));
    else if (reader.take('\\Q')) branch.push(...quoted(reader, flags));
    else branch.push(place(reader, flags) ?? character(reader, flags));
  }
  return branches;
}

/** Where no count follows, `{` is a character; so it is in `{,3}` and `{01}`. */
function quantifier(reader: Reader): Count | undefined {
  const match = reader.match(
    /(?:[*+?]|\{(0|[1-9]\d*)(?:(,)(0|[1-9]\d*)?)?\})\??/y,
  );
  if (!match) return undefined;
  const [text, from, comma, to] = match;
  if (from) {
    const least = Number(from);
    return { least, most: comma ? Number(to ?? Infinity) : least, text };
  }
  const least = text.startsWith('+') ? 1 : 0;
  return { least, most: text.startsWith('?') ? 1 : Infinity, text };
}

/** Go refuses to count further, counts within counts multiplied. */
const MOST_COPIES = 1000;

function repeated(part: Piece | undefined, count: Count): Piece {
  // Go refuses `a**`, but not `a*(?i)*`: nobody writes that.
  if (!part || part.kind === 'repeat') throw new UnsupportedPattern();
  if (count.least > count.most) throw new UnsupportedPattern();
  const piece: Piece = { kind: 'repeat', part, ...count };
  if (counted(count) > 1 && copies(piece) > MOST_COPIES)
    throw new UnsupportedPattern();
  return piece;
}

/** How often something is there at most, once all counts are written out. */
function copies(piece: Piece): number {
  if (piece.kind === 'group') {
    return piece.branches
      .flat()
      .reduce((most, part) => Math.max(most, copies(part)), 1);
  }
  if (piece.kind !== 'repeat' || piece.most === 0) return 1;
  return Math.max(1, counted(piece)) * copies(piece.part);
}

const counted = ({ least, most }: Count) => (most === Infinity ? least : most);

/** Reads what follows `(`: a group, or flags for the rest of the one around. */
function group(reader: Reader, flags: Flags, depth: number): Piece[] {
  let open: '(' | '(?:' = '(';
  const innerFlags = { ...flags };
  if (reader.take('?') && !reader.match(/P?<\w+>/y)) {
    const match = reader.match(/([imsU]*)(?:-([imsU]+))?([:)])/y);
    if (!match) throw new UnsupportedPattern();
    const [, on, off, end] = match;
    const changedFlags = end === ')' ? flags : innerFlags;
    for (const letter of on) change(changedFlags, letter, true);
    for (const letter of off ?? '') change(changedFlags, letter, false);
    if (end === ')') return [];
    open = '(?:';
  }
  const branches = alternatives(reader, innerFlags, depth + 1);
  if (!reader.take(')')) throw new UnsupportedPattern();
  return [{ kind: 'group', open, branches }];
}

function change(flags: Flags, letter: string, value: boolean) {
  if (letter === 'i') flags.fold = value;
  if (letter === 'm') flags.lines = value;
  if (letter === 's') flags.dotAll = value;
}

/** Reads what follows `\Q`, up to `\E`. */
function quoted(reader: Reader, flags: Flags): Piece[] {
  return [...reader.upTo('\\E')].map(letter => ({
    kind: 'character',
    ...makeLiteral(letter.codePointAt(0) ?? 0, flags.fold),
  }));
}

function place(reader: Reader, { lines }: Flags): Piece | undefined {
  const [placeText] = reader.match(/\\[AzbB]|[\^$]/y) ?? [];
  if (!placeText) return undefined;
  const ofLines = lines ? LINE_PLACES.get(placeText) : undefined;
  return { kind: 'place', text: ofLines ?? PLACES.get(placeText) ?? placeText };
}

const PLACES = new Map([
  ['\\A', '^'],
  ['\\z', '$'],
  // Chrome and Node also look between the two halves of an emoji, where there is
  // neither a character nor the end.
  ['\\B', '\\B(?=[^]|$)'],
]);

const LINE_PLACES = new Map([
  ['^', '(?<=^|\\n)'],
  ['$', '(?=\\n|$)'],
]);

function character(reader: Reader, { fold, dotAll }: Flags): Piece {
  const dot = dotAll ? ANYTHING : IN_LINE;
  const characters =
    (reader.take('.') && dot) ||
    (reader.take('[') && readBrackets(reader, fold)) ||
    readShorthand(reader, fold) ||
    makeLiteral(reader.maybeEscaped(), fold);
  return { kind: 'character', ...characters };
}

const ANYTHING: Characters = { text: '[^]', ranges: [[0, LAST]] };
const IN_LINE: Characters = {
  text: '[^\\n]',
  ranges: [
    [0, 0x09],
    [0x0b, LAST],
  ],
};
