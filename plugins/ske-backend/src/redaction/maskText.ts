import { MASK, maskSecretTexts } from '@syntasso/plugin-ske-common';

/** Shorter ones are part of everything, and would mask what is no secret. */
export const SHORTEST = 3;

/**
 * Masks secrets in a text, such as what the platform says of a value it refuses:
 * those that are known, and whatever has the looks of one.
 */
export function maskText(text: string, secrets: string[]): string {
  const known = allWritingsOf(secrets).reduce(
    (rest, one) => rest.replaceAll(one, MASK),
    text,
  );
  return maskSecretTexts(known, MASK);
}

/** The same secrets are looked for in every text about an object. */
const written = new WeakMap<string[], string[]>();

function allWritingsOf(secrets: string[]): string[] {
  const before = written.get(secrets);
  if (before) return before;
  // Longer ones first: a shorter one may be a part of one.
  const sorted = [...secrets].sort((a, b) => b.length - a.length);
  const writings = sorted.flatMap(secret =>
    secret.length < SHORTEST
      ? [JSON.stringify(secret), quotedByGo(secret)]
      : writingsOf(secret),
  );
  written.set(secrets, writings);
  return writings;
}

/** A secret as it is, as JSON has it, and as the API server quotes it. */
export const writingsOf = (secret: string) =>
  [JSON.stringify(secret), quotedByGo(secret)]
    .map(quoted => quoted.slice(1, -1))
    .concat(secret);

const GO_LETTERS: Record<string, string> = {
  ...{ '\x07': '\\a', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r' },
  ...{ '\t': '\\t', '\v': '\\v', '"': '\\"', '\\': '\\\\' },
};

/** Source: Go, strconv.Quote, which `%q` uses, and unicode.IsPrint. */
function quotedByGo(text: string): string {
  const letters = [...text].map(letter => {
    if (GO_LETTERS[letter]) return GO_LETTERS[letter];
    if (/[\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.test(letter)) return letter;
    const code = letter.codePointAt(0) ?? 0;
    const hex = (length: number) => code.toString(16).padStart(length, '0');
    if (code < 0x20 || code === 0x7f) return `\\x${hex(2)}`;
    return code > 0xffff ? `\\U${hex(8)}` : `\\u${hex(4)}`;
  });
  return `"${letters.join('')}"`;
}
