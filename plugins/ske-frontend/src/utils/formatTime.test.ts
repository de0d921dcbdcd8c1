import de from '../translations/de';
import { messages } from '../translations/messages';
import type { T } from '../translations/useT';
import {
  formatAge,
  formatAgo,
  formatDay,
  formatLasting,
  formatMoment,
} from './formatTime';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;

/** Texts of a language, as Backstage translates those that are needed here. */
const textsOf =
  (locale: string, lasting: Record<string, string>): T =>
  (key, values = {}) => {
    if (key === 'locale') return locale;
    const name = key.replace('common.', '');
    const form = values.count === 1 ? `${name}_one` : `${name}_other`;
    const text = lasting[name] ?? lasting[form];
    return text.replace(/\{\{(\w+)\}\}/g, (_, value) => String(values[value]));
  };

const english = textsOf(messages.locale, messages.common);
const german = textsOf(de.locale, {
  lasting: de['common.lasting'],
  lastingDays_one: de['common.lastingDays_one'],
  lastingDays_other: de['common.lastingDays_other'],
});

function browserWants(...languages: string[]) {
  jest.spyOn(navigator, 'languages', 'get').mockReturnValue(languages);
}

afterEach(() => {
  jest.restoreAllMocks();
});

it.each([
  [12 * SECOND, '12 sec', '12 sec. ago', 'for 12 sec'],
  [HOUR, '1 hr', '1 hr. ago', 'for 1 hr'],
  [DAY, '1 day', '1 day ago', 'for 1 day'],
  [3 * DAY, '3 days', '3 days ago', 'for 3 days'],
])('says %d ms in English in a German browser', (ms, age, ago, lasting) => {
  browserWants('de-DE', 'de');
  expect(formatAge(ms, english)).toBe(age);
  expect(formatAgo(ms, english)).toBe(ago);
  expect(formatLasting(ms, english)).toBe(lasting);
});

it.each([
  [12 * SECOND, '12 Sek.', 'vor 12 Sek.', 'seit 12 Sek.'],
  [HOUR, '1 Std.', 'vor 1 Std.', 'seit 1 Std.'],
  [DAY, '1 Tag', 'vor 1 Tag', 'seit 1 Tag'],
  [3 * DAY, '3 Tage', 'vor 3 Tagen', 'seit 3 Tagen'],
])('says %d ms in German in an English browser', (ms, age, ago, lasting) => {
  browserWants('en-US', 'en');
  expect(formatAge(ms, german)).toBe(age);
  expect(formatAgo(ms, german)).toBe(ago);
  expect(formatLasting(ms, german)).toBe(lasting);
});

it('does not say that what has just been is in the future', () => {
  browserWants('en-US');
  expect(formatAgo(0, english)).toBe('0 sec. ago');
  expect(formatAgo(-5 * SECOND, english)).toBe('0 sec. ago');
});

it('takes the variety of the language that the browser asks for', () => {
  const time = '2026-08-03T12:00:00';
  browserWants('fr-FR', 'en-GB', 'en');
  expect(formatMoment(time, english)).toBe('3 Aug 2026, 12:00:00');
  browserWants('de-AT');
  expect(formatMoment(time, english)).toMatch(/^Aug 3, 2026, 12:00:00\sPM$/);
  expect(formatMoment(time, german)).toBe('03.08.2026, 12:00:00');
});

it.each([
  ['2026-08-03T23:59:00', 'today', 'heute'],
  ['2026-08-03T00:01:00', 'today', 'heute'],
  ['2026-08-02T23:59:00', 'yesterday', 'gestern'],
  ['2026-07-31T23:59:00', '3 days ago', 'vor 3 Tagen'],
])('calls the day of %s %s', (time, inEnglish, inGerman) => {
  browserWants('fr-FR');
  const now = new Date('2026-08-03T12:00:00');
  expect(formatDay(time, english, now)).toBe(inEnglish);
  expect(formatDay(time, german, now)).toBe(inGerman);
});

it('leaves what is no time as it is', () => {
  expect(formatMoment('soon', english)).toBe('soon');
  expect(formatDay('soon', english)).toBe('soon');
});
