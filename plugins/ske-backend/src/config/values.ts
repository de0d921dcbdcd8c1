import { z } from 'zod';

/** What to do about a wrong rate or amount. */
const WHOLE = 'Give a whole number above 0.';
const POSITIVE = 'Give a number above 0.';

/** A text that is not empty, as Backstage's own readers take it. */
export const text = () => z.string().min(1);

/** True or false; the value of an environment variable is a text. */
export const flag = () => z.preprocess(toFlag, z.boolean()).optional();

/** A whole number above 0, also as a text. */
export const wholeNumber = () =>
  z
    .preprocess(
      toNumber,
      z
        .number({ error: WHOLE })
        .refine(value => Number.isInteger(value) && value > 0, WHOLE),
    )
    .optional();

/** A number above 0, also as a text. */
export const positiveNumber = () =>
  z
    .preprocess(
      toNumber,
      z.number({ error: POSITIVE }).refine(value => value > 0, POSITIVE),
    )
    .optional();

/** Instead of zod's own message: it must not show the token. */
const NO_TOKEN = 'is no text, or an empty one. Put the token in quotes';

/** A token, of which no error shows anything. */
export const tokenText = () => z.string({ error: NO_TOKEN }).min(1, NO_TOKEN);

/** As `Config.getOptionalBoolean` of Backstage reads it. */
function toFlag(value: unknown): unknown {
  if (typeof value !== 'string' && typeof value !== 'number') return value;
  const word = String(value).trim();
  if (/^(?:y|yes|true|1|on)$/i.test(word)) return true;
  if (/^(?:n|no|false|0|off)$/i.test(word)) return false;
  return value;
}

/** As `Config.getOptionalNumber` of Backstage reads it. */
function toNumber(value: unknown): unknown {
  if (typeof value !== 'string' || value.trim() === '') return value;
  const number = Number(value.trim());
  return Number.isFinite(number) ? number : value;
}
