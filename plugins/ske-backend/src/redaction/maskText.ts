import { MASK, maskSecretTexts } from '@syntasso/plugin-ske-common';

/** A shorter secret occurs in ordinary words: it is masked only where it is quoted. */
export const SHORTEST = 3;

/**
 * Masks secrets in a text, such as what the platform says of a value it refuses:
 * those that are known, and whatever looks like one.
 */
export function maskText(text: string, secrets: string[]): string {
  const known = allSpellingsOf(secrets).reduce(
    (rest, one) => rest.replaceAll(one, MASK),
    text,
  );
  return maskSecretTexts(known, MASK);
}

/** Cached, because many texts about an object are masked with the same list. */
const spellings = new WeakMap<string[], string[]>();

function allSpellingsOf(secrets: string[]): string[] {
  const cached = spellings.get(secrets);
  if (cached) return cached;
  // Longer ones first: a shorter one may be part of a longer one.
  const sorted = [...secrets].sort((a, b) => b.length - a.length);
  const all = sorted.flatMap(secret =>
    secret.length < SHORTEST
      ? [JSON.stringify(secret), quotedByGo(secret)]
      : spellingsOf(secret),
  );
  spellings.set(secrets, all);
  return all;
}

/** A secret as it is, as JSON has it, and as the API server quotes it. */
export const spellingsOf = (secret: string) =>
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
