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

/**
 * So many points, in their order: those that matter most, then each question once,
 * then those that are asked again. What is asked often is looking whether something
 * is there yet.
 */
export function choose(
  points: Point[],
  wanted: number,
  decisive: RegExp[],
): Point[] {
  const rank = ({ label, occurrence }: Point) =>
    occurrence === 1 && decisive.some(one => one.test(label)) ? 0 : occurrence;
  const chosen = new Set(
    [...points].sort((a, b) => rank(a) - rank(b)).slice(0, wanted),
  );
  return points.filter(point => chosen.has(point));
}
