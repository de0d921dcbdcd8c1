import type { Piece } from './re2Parser';
import { overlap, type Range } from './re2Ranges';
import { Refused } from './re2Reader';

/** A text as long as people type, and somewhat longer. */
const TEXT_LENGTH = 200;
/** In so many ways at most the beginning of a text may be read. */
const MOST_WAYS = 10 * TEXT_LENGTH ** 2;
/** `[a-z]{4}` is seen as four characters; with a higher number as `[a-z]*`. */
const WRITTEN_OUT = 16;
/** Comparisons that a pattern is worth. */
const MOST_WORK = 1_000_000;

/**
 * Whether JavaScript finds out soon that a text does not match. It tries every way
 * in which the pattern could read the text, so the question is how many ways
 * there are.
 *
 * The pattern is seen as a graph: its characters, and which may come after which.
 * What reads a text is a walk through the graph. Then
 *
 * 1. Within a repetition, no two walks that start at one character may read the
 *    same and meet again. If two do, then every further round doubles the
 *    number of ways: `(a+)+`, `(a|a)*`, `(\w+\s?)*`. The names of domains,
 *    `(\.[a-z]([-a-z]*[a-z])?)*`, are fine: two walks part at `[-a-z]*[a-z]`, and
 *    the next dot is in reach of one of them.
 * 2. What remains are ways that add up and multiply from the start to the end:
 *    `.*,.*,.*` can be read in as many ways as a text has pairs of commas, and
 *    `a?a?a?` in eight. They are counted, rather too high than too low, and
 *    there is a limit.
 *
 * A repetition with a bound counts as one without, but for few repetitions of one
 * character. Places such as `\b` are ignored: they only make ways fewer.
 */
export function isQuick(pattern: Piece): boolean {
  const graph = new Graph(pattern);
  if (graph.waysDouble()) return false;
  const starts = startsAtStart(pattern) ? 1 : TEXT_LENGTH;
  return starts * graph.ways() <= MOST_WAYS;
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

class Graph {
  /** What each character may be. Number 0 is the start, before all characters. */
  private readonly ranges: Range[][] = [[]];
  private readonly next: Ways[] = [new Map()];
  private readonly before: Ways[] = [new Map()];
  /** The outermost repetition that each is in; 0 for none. */
  private readonly loops = [0];
  private work = 0;

  constructor(pattern: Piece) {
    const { first } = this.added(pattern, 0);
    this.join(new Map([[0, 1]]), first);
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

  /** In how many ways at most the same text leads to the same character. */
  ways(): number {
    const { pairs } = this.partings(() => true);
    const areReached = (one: number, other: number) => {
      this.spend();
      return pairs.has(this.pair(one, other));
    };
    const found = [1];
    for (let from = 1; from < this.loops.length; from = found.length) {
      const inside = this.oneOrLoop(from);
      const entries: Ways = new Map();
      for (const to of inside) {
        for (const [entry, count] of this.before[to]) {
          if (entry >= from) continue;
          const sofar = entries.get(entry) ?? 0;
          entries.set(entry, Math.max(sofar, count * found[entry]));
        }
      }
      const among = [...entries.keys()];
      const shared = among.filter(one =>
        among.some(other => one !== other && areReached(one, other)),
      );
      const sum = shared.reduce((all, one) => all + (entries.get(one) ?? 0), 0);
      // One walk is in the loop already when another one enters it.
      const isLate =
        this.loops[from] > 0 &&
        among.some(entry => inside.some(one => areReached(entry, one)));
      const ways = Math.max(sum, ...entries.values());
      inside.forEach(() => found.push(ways * (isLate ? TEXT_LENGTH : 1)));
    }
    return found.reduce((most, one) => Math.max(most, one));
  }

  /** A character in no loop, or all those of its loop: their numbers follow. */
  private oneOrLoop(from: number): number[] {
    const inside = [from];
    while (
      this.loops[from] > 0 &&
      this.loops[from + inside.length] === this.loops[from]
    ) {
      inside.push(from + inside.length);
    }
    return inside;
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
      for (const one of step(left)) {
        for (const other of step(right)) {
          this.spend();
          if (one === other) meet ||= left !== right;
          else if (!pairs.has(this.pair(one, other))) {
            if (!overlap(this.ranges[one], this.ranges[other])) continue;
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

  private added(piece: Piece, loop: number): Ends {
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
    let all: Ends = { first: new Map(), last: new Map(), empty: 1 };
    for (const part of parts) {
      const { first, last, empty } = this.added(part, loop);
      this.join(all.last, first);
      const ends = new Map(last);
      add(ends, all.last, empty);
      add(all.first, first, all.empty);
      all = { first: all.first, last: ends, empty: all.empty * empty };
      this.spend(ends.size);
    }
    return all;
  }

  private repeated(piece: Piece & { kind: 'repeat' }, loop: number): Ends {
    const { part, least, most } = piece;
    const isShort = least === most && least <= WRITTEN_OUT;
    if (most === 0 || (isShort && part.kind === 'character')) {
      return this.sequence(Array<Piece>(least).fill(part), loop);
    }
    const inside = most > 1 && loop === 0 ? this.loops.length : loop;
    const { first, last, empty } = this.added(part, inside);
    if (most > 1) this.join(last, first);
    // Rounds that must be may read nothing, each of them.
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
    if (this.work > MOST_WORK) throw new Refused();
  }
}

function add(to: Ways, more: Ways, times: number) {
  if (!times) return;
  for (const [number, count] of more) {
    to.set(number, (to.get(number) ?? 0) + count * times);
  }
}
