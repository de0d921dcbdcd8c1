const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** A duration in its biggest unit, in the reader's language: "12 sec", "3 days". */
export function formatAge(ms: number, language?: string): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const [unit, size] =
    UNITS.find(([, length]) => seconds >= length) ?? UNITS[UNITS.length - 1];
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
  }).format(Math.floor(seconds / size));
}

/** A moment as a person reads it: only the time when it is today. */
export function formatMoment(time: string, language?: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return time;
  const today = new Date().toDateString() === date.toDateString();
  return new Intl.DateTimeFormat(language, {
    ...(today ? {} : { dateStyle: 'medium' as const }),
    timeStyle: 'medium',
  }).format(date);
}
