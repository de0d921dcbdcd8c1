import { localeOf } from '../translations/localeOf';
import type { T } from '../translations/useT';

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** A duration in its biggest unit: "12 sec", "3 days". */
export function formatAge(ms: number, t: T): string {
  const { count, unit } = inBiggestUnit(ms);
  return new Intl.NumberFormat(localeOf(t), {
    style: 'unit',
    unit,
    // In German a short day is an abbreviation that few know.
    unitDisplay: unit === 'day' ? 'long' : 'short',
  }).format(count);
}

/** How long ago something was: "12 sec. ago", "3 days ago". */
export function formatAgo(ms: number, t: T): string {
  const { count, unit } = inBiggestUnit(ms);
  return new Intl.RelativeTimeFormat(localeOf(t), { style: 'short' }).format(
    // Also of 0: what has just been is not in the future.
    -count,
    unit,
  );
}

/** How long something has lasted: "for 12 sec", "for 3 days". */
export function formatLasting(ms: number, t: T): string {
  const { count, unit } = inBiggestUnit(ms);
  // Days are no abbreviation, so languages decline them.
  return unit === 'day'
    ? t('common.lastingDays', { count })
    : t('common.lasting', { age: formatAge(ms, t) });
}

/** A moment as a person reads it: only the time when it is today. */
export function formatMoment(time: string, t: T): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return time;
  const isToday = daysBefore(date, new Date()) === 0;
  return new Intl.DateTimeFormat(localeOf(t), {
    ...(isToday ? {} : { dateStyle: 'medium' as const }),
    timeStyle: 'medium',
  }).format(date);
}

/** The day of a moment, as seen from today: "today", "yesterday", "3 days ago". */
export function formatDay(time: string, t: T, now = new Date()): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return time;
  return new Intl.RelativeTimeFormat(localeOf(t), { numeric: 'auto' }).format(
    -daysBefore(date, now),
    'day',
  );
}

function inBiggestUnit(ms: number) {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const [unit, size] =
    UNITS.find(([, length]) => seconds >= length) ?? UNITS[UNITS.length - 1];
  return { unit, count: Math.floor(seconds / size) };
}

/** How many midnights are between two moments, here. */
function daysBefore(date: Date, now: Date): number {
  const midnight = (day: Date) =>
    Date.UTC(day.getFullYear(), day.getMonth(), day.getDate());
  return (midnight(now) - midnight(date)) / 86_400_000;
}
