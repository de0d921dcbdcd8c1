/** A row of the table: a measured value beside its peer or its limit. */
export interface Row {
  what: string;
  /** Ours, with unit. */
  ours: string;
  /** The peer or the limit, with unit. */
  against: string;
  ratio: string;
  /** How it was measured, and what the peer is. */
  how: string;
}

/** The value below which a share of them lies. */
export function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** A ratio with two digits. */
export const ratio = (ours: number, peer: number): string =>
  peer === 0 ? '–' : (ours / peer).toFixed(2);

export const ms = (value: number): string => `${Math.round(value)} ms`;
