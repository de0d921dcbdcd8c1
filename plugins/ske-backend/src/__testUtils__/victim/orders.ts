/** What a victim is told before a request. */
export interface Order {
  /** Of the Resource that is asked for. */
  name: string;
  /** The point to die at; absent: none, only count. */
  dieAt?: number;
  /** Where the points are written down, as they come. */
  file: string;
}

/** A point at which a request leaves the process, as a victim has written it. */
export interface Point {
  number: number;
  label: string;
}

/** Reads what a victim has written down. */
export const pointsIn = (text: string): Point[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map(line => {
      const [number, label] = line.split('\t');
      return { number: Number(number), label };
    });
