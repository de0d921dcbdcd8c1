/** Sent to a backend before a request. */
export interface KillOrder {
  /** Of the Resource that is asked for. */
  name: string;
  /** Prefix of the names of all Resources of this series. */
  series: string;
  /** The point to be killed at; absent: none, only write the points down. */
  killAt?: KillPoint;
  /** Where the points are written down, as they come. */
  file: string;
}

/** A point at which a request leaves the process, as a backend has written it. */
export interface KillPoint {
  /** What is asked, and whether it is about to be or has just been answered. */
  label: string;
  /** Of those with that label, counted from 1. */
  occurrence: number;
}

/** As a backend writes it down. */
export const lineOf = ({ label, occurrence }: KillPoint) =>
  `${occurrence}\t${label}\n`;

/** Reads what a backend has written down. */
export const pointsIn = (text: string): KillPoint[] =>
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

/** A point that occurs more often is polling. */
const MOST_OCCURRENCES = 2;

/**
 * Points in their order: always those that matter most, and of the others a
 * sample; without one, all.
 */
export function choose(
  points: KillPoint[],
  decisive: RegExp[],
  sample?: Sample,
): KillPoint[] {
  const isDecisive = ({ label, occurrence }: KillPoint) =>
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
