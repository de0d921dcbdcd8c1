/** What a victim is told before a request. */
export interface Order {
  /** Of the Resource that is asked for. */
  name: string;
  /** What the names of all Resources begin with that are asked for in its place. */
  series: string;
  /** The point to die at; absent: none, only tell of them. */
  dieAt?: Point;
  /** Where the points are written down, as they come. */
  file: string;
}

/** A point at which a request leaves the process, as a victim has written it. */
export interface Point {
  /** What is asked, and whether it is about to be or has just been answered. */
  label: string;
  /** Of those with that label, counted from 1. */
  occurrence: number;
}

/** As a victim writes it down. */
export const lineOf = ({ label, occurrence }: Point) =>
  `${occurrence}\t${label}\n`;

/** Reads what a victim has written down. */
export const pointsIn = (text: string): Point[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map(line => {
      const [occurrence, label] = line.split('\t');
      return { label, occurrence: Number(occurrence) };
    });

/** Which of the points of a series are visited. */
export interface Sample {
  /** So many each time, besides those that matter most. */
  size: number;
  /** Counted from 0; each round visits others, until all have been. */
  round: number;
}

/** What is asked more often is looking whether something is there yet. */
const MOST_OCCURRENCES = 2;

/**
 * Points in their order: always those that matter most, and of the others a
 * sample; without one, all.
 */
export function choose(
  points: Point[],
  decisive: RegExp[],
  sample?: Sample,
): Point[] {
  const isDecisive = ({ label, occurrence }: Point) =>
    occurrence === 1 && decisive.some(one => one.test(label));
  const others = points.filter(
    point => !isDecisive(point) && point.occurrence <= MOST_OCCURRENCES,
  );
  const { size, round } = sample ?? { size: others.length, round: 0 };
  const start = others.length === 0 ? 0 : (round * size) % others.length;
  const chosen = new Set(
    [...others, ...others].slice(start, start + Math.min(size, others.length)),
  );
  return points.filter(point => isDecisive(point) || chosen.has(point));
}
