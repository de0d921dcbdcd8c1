import type { Piece } from './re2Parser';
import { LAST, rangesOverlap, type Range } from './re2Ranges';
import { UnsupportedPattern } from './re2Reader';

/** So many characters are compared in a moment, about a second at worst. */
const MOST_STEPS = 80_000_000;

/** `[a-z]{4}` is seen as four characters; with a higher number as `[a-z]*`. */
const WRITTEN_OUT = 16;

/** Comparisons that looking at a pattern may take. */
const MOST_WORK = 1_000_000;

/**
 * Whether JavaScript finds out soon that a text does not match. It tries every way
 * in which the pattern could read the text, so the question is how many ways
 * there are.
 *
 * The pattern is seen as a graph: its characters, and which may come after which.
 * What reads a text is a walk through the graph.
 *
 * 1. Within a repetition, no two walks that start at one character may read the
 *    same and meet again: then every further round would double the number of
 *    ways, as in `(a+)+`, `(a|a)*` and `(\w+\s?)*`. Domain names are fine,
 *    `(\.[a-z]([-a-z]*[a-z])?)*`: walks part within `[-a-z]*[a-z]`, but only one
 *    of them gets to the next dot.
 * 2. What remains are ways that add up from the start to the end: `a?a?a?` can be
 *    read in eight, and `.*,.*,.*` in as many as a text has pairs of commas. They
 *    are counted, rather too high than too low, and there is a limit.
 *
 * A repetition with a bound counts as one without. Places such as `\b` are
 * ignored: they only make ways fewer.
 *
 * @param textLength - of the longest text, in characters
 */
export function isQuick(pattern: Piece, textLength: number): boolean {
  const graph = new Graph(pattern, textLength);
  if (graph.waysDouble()) return false;
  const starts = startsAtStart(pattern) ? 1 : textLength;
  const { ways, atOnce } = graph.ways();
  return starts * ways * atOnce * graph.longestWay() <= MOST_STEPS;
}

/** Otherwise JavaScript tries again from every character of the text. */
function startsAtStart(piece: Piece | undefined): boolean {
  if (piece?.kind === 'place') return piece.text === '^';
  if (piece?.kind !== 'group') return false;
  return piece.branches.every(([first]) => startsAtStart(first));
}

/** Characters by number, and in how many ways each comes first, last or next. */
type Ways = Map<number, number>;

/** How a part of the pattern joins what is around it. */
interface Ends {
  first: Ways;
  last: Ways;
  /** In how many ways it can be nothing. */
  empty: number;
}

const ANYTHING: Piece = { kind: 'character', text: '', ranges: [[0, LAST]] };

/** A pattern: its characters by number, in the order in which they are written. */
class Graph {
  /** What each character may be. */
  private readonly ranges: Range[][] = [];
  private readonly next: Ways[] = [];
  private readonly before: Ways[] = [];
  /** The outermost repetition that each is in; 0 for none. */
  private readonly loops: number[] = [];
  private work = 0;

  constructor(pattern: Piece, private readonly textLength: number) {
    // The start and the end count as characters, the first and the last one.
    this.sequence([ANYTHING, pattern, ANYTHING], 0);
  }

  /** Whether two walks within a repetition part, read the same and meet. */
  waysDouble(): boolean {
    const isWithin = (from: number, to: number) =>
      this.loops[from] > 0 && this.loops[from] === this.loops[to];
    const isTwofold = this.next.some((ways, from) =>
      [...ways].some(([to, count]) => count > 1 && isWithin(from, to)),
    );
    return isTwofold || this.partings(isWithin).meet;
  }

  /**
   * In how many ways at most the same text leads to the same character, and how
   * many characters at most it may lead to: as many alternatives are tried.
   */
  ways(): { ways: number; atOnce: number } {
    const { pairs } = this.partings(() => true);
    const isPair = (one: number, other: number) => {
      this.spend();
      return pairs.has(this.pair(one, other));
    };
    const waysTo = [1];
    while (waysTo.length < this.ranges.length) {
      const numbers = this.oneOrLoop(waysTo.length);
      const entries = this.entries(numbers, waysTo);
      const from = [...entries.keys()];
      // Of those that never read the same, only the best one counts.
      const together = from
        .filter(number => from.some(other => isPair(number, other)))
        .reduce((sum, number) => sum + (entries.get(number) ?? 0), 0);
      const once = Math.max(together, ...entries.values());
      // One walk goes round the loop already when another one enters.
      const isLate =
        numbers.some(number => this.loops[number] > 0) &&
        from.some(number => numbers.some(other => isPair(number, other)));
      numbers.forEach(() =>
        waysTo.push(isLate ? once * this.textLength : once),
      );
    }
    const partners = new Map<number, number>();
    for (const pair of pairs) {
      const pairNumbers = [
        pair % this.ranges.length,
        pair / this.ranges.length,
      ];
      for (const number of pairNumbers.map(Math.floor)) {
        partners.set(number, (partners.get(number) ?? 0) + 1);
      }
    }
    const largest = (numbers: Iterable<number>) =>
      [...numbers].reduce((a, b) => Math.max(a, b), 0);
    return { ways: largest(waysTo), atOnce: 1 + largest(partners.values()) };
  }

  /** How many characters of a text are read at most. */
  longestWay(): number {
    const hasLoop = this.loops.some(loop => loop > 0);
    return hasLoop
      ? this.textLength
      : Math.min(this.textLength, this.ranges.length);
  }

  /** A character in no loop, or all those of its loop: their numbers follow. */
  private oneOrLoop(from: number): number[] {
    const numbers = [from];
    while (
      this.loops[from] > 0 &&
      this.loops[from + numbers.length] === this.loops[from]
    ) {
      numbers.push(from + numbers.length);
    }
    return numbers;
  }

  /** From where these are entered, and in how many ways. */
  private entries(numbers: number[], waysTo: number[]): Ways {
    const entries: Ways = new Map();
    for (const to of numbers) {
      for (const [from, count] of this.before[to]) {
        // Others are in the loop themselves.
        if (from < numbers[0]) {
          const ways = count * waysTo[from];
          entries.set(from, Math.max(entries.get(from) ?? 0, ways));
        }
      }
    }
    return entries;
  }

  /**
   * Follows every two walks that part at one character for as long as they read
   * the same: the pairs of characters they reach, and whether any two meet again.
   */
  private partings(isAllowed: (from: number, to: number) => boolean) {
    const pairs = new Set<number>();
    let meet = false;
    const queue = this.ranges.map((_, number) => [number, number]);
    const step = (from: number) =>
      [...this.next[from].keys()].filter(to => isAllowed(from, to));
    // It grows while we go through it.
    for (const [left, right] of queue) {
      const others = step(right);
      for (const one of step(left)) {
        for (const other of others) {
          this.spend();
          if (one === other) meet ||= left !== right;
          else if (!pairs.has(this.pair(one, other))) {
            if (!rangesOverlap(this.ranges[one], this.ranges[other])) continue;
            pairs.add(this.pair(one, other));
            queue.push([one, other]);
          }
        }
      }
    }
    return { pairs, meet };
  }

  private pair(one: number, other: number): number {
    return Math.min(one, other) * this.ranges.length + Math.max(one, other);
  }

  private addPiece(piece: Piece, loop: number): Ends {
    if (piece.kind === 'character') {
      const number = this.ranges.push(piece.ranges) - 1;
      this.loops.push(loop);
      this.next.push(new Map());
      this.before.push(new Map());
      const only = new Map([[number, 1]]);
      return { first: only, last: only, empty: 0 };
    }
    if (piece.kind === 'repeat') return this.repeated(piece, loop);
    const result: Ends = { first: new Map(), last: new Map(), empty: 0 };
    if (piece.kind === 'place') return { ...result, empty: 1 };
    for (const branch of piece.branches) {
      const { first, last, empty } = this.sequence(branch, loop);
      add(result.first, first, 1);
      add(result.last, last, 1);
      result.empty += empty;
    }
    return result;
  }

  private sequence(parts: Piece[], loop: number): Ends {
    let allEnds: Ends = { first: new Map(), last: new Map(), empty: 1 };
    for (const part of parts) {
      const { first, last, empty } = this.addPiece(part, loop);
      this.join(allEnds.last, first);
      const ends = new Map(last);
      add(ends, allEnds.last, empty);
      add(allEnds.first, first, allEnds.empty);
      allEnds = {
        first: allEnds.first,
        last: ends,
        empty: allEnds.empty * empty,
      };
      this.spend(ends.size);
    }
    return allEnds;
  }

  private repeated(piece: Piece & { kind: 'repeat' }, loop: number): Ends {
    const { part, least, most } = piece;
    const isShort = least === most && least <= WRITTEN_OUT;
    if (most === 0 || (isShort && part.kind === 'character')) {
      return this.sequence(Array<Piece>(least).fill(part), loop);
    }
    const innerLoop = most > 1 && loop === 0 ? this.loops.length : loop;
    const { first, last, empty } = this.addPiece(part, innerLoop);
    if (most > 1) this.join(last, first);
    // Each round that must be may also read nothing.
    const entered: Ways = new Map();
    add(entered, first, most > 1 ? (1 + empty) ** least : 1);
    return { first: entered, last, empty: empty ** least };
  }

  private join(last: Ways, first: Ways) {
    for (const [from, left] of last) {
      for (const [to, right] of first) {
        this.spend();
        const count = (this.next[from].get(to) ?? 0) + left * right;
        this.next[from].set(to, count);
        this.before[to].set(from, count);
      }
    }
  }

  private spend(work = 1) {
    this.work += work;
    if (this.work > MOST_WORK) throw new UnsupportedPattern();
  }
}

function add(to: Ways, more: Ways, times: number) {
  if (!times) return;
  for (const [number, count] of more) {
    to.set(number, (to.get(number) ?? 0) + count * times);
  }
}
