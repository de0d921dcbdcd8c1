import { z } from 'zod';

const UNITS_MS: Record<string, number> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
};
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/;
const DURATION_REMEDY = 'Give a duration above 0, such as 15s, 10m or 1h30m.';

/** A text that is not empty. */
export const text = () => z.string().min(1);

/** A duration as Kubernetes has it, such as `15s`; read as milliseconds. */
export const duration = () =>
  z
    .string({ error: DURATION_REMEDY })
    .refine(
      value => DURATION.test(value) && millisecondsOf(value) > 0,
      DURATION_REMEDY,
    )
    .transform(millisecondsOf);

/** A whole number from one to another. */
export function wholeNumber(from: number, to: number) {
  const error = `Give a whole number from ${from} to ${to}.`;
  return z
    .number({ error })
    .refine(
      value => Number.isInteger(value) && value >= from && value <= to,
      error,
    );
}

function millisecondsOf(value: string): number {
  return [...value.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * UNITS_MS[unit],
    0,
  );
}
