import {
  MASK,
  maskSecretTexts,
  replaceBase64,
} from '@syntasso/plugin-ske-common';

/** A shorter secret occurs in ordinary words: it is masked only where it is quoted. */
const SHORTEST = 3;
/** A shorter one, encoded, could be a part of anything. */
const SHORTEST_ENCODED = 8;
const SHORTEST_LINE = 16;
/** Longer ones are few, as they are in one manifest, and looked for one by one. */
const LONGEST_IN_PATTERN = 200;

/**
 * Masks secrets in a text, such as what the platform says of a value it refuses:
 * those that are known, and whatever looks like one.
 */
export const maskText = (text: string, secrets: string[]): string =>
  maskSecretTexts(maskKnownSecrets(text, secrets), MASK);

/** The same for a text without what looks like a secret. */
export const maskKnownSecrets = (text: string, secrets: string[]): string =>
  spellingsOf(secrets).mask(maskEncodedSecrets(text, secrets));

/** Masks base64 of texts that have one of the secrets in them. */
export const maskEncodedSecrets = (text: string, secrets: string[]): string =>
  secrets.length === 0
    ? text
    : replaceBase64(
        text,
        decoded => hasSecret(utf8Of(decoded), secrets),
        () => MASK,
      );

/** A text of which each letter is a byte, as decoded base64 has it. */
const utf8Of = (bytes: string) => Buffer.from(bytes, 'latin1').toString();

/** Whether a text has one of the secrets in it, or is one. */
export const hasSecret = (text: string, secrets: string[]): boolean =>
  spellingsOf(secrets).occurIn(text);

/** A part of a text: from `start` to before `end`. */
export interface Span {
  start: number;
  end: number;
}

/** Where the secrets are in a text; those that overlap are one span. */
export const findSecrets = (text: string, secrets: string[]): Span[] =>
  spellingsOf(secrets).spans(text);

/** The length of the longest way in which one of the secrets is written. */
export const longestSpelling = (secrets: string[]): number =>
  spellingsOf(secrets).longest;

/** Cached, because many texts about an object are masked with the same list. */
const cached = new WeakMap<string[], Spellings>();

function spellingsOf(secrets: string[]): Spellings {
  const cachedSpellings = cached.get(secrets);
  if (cachedSpellings) return cachedSpellings;
  const spellings = new Spellings(secrets);
  cached.set(secrets, spellings);
  return spellings;
}

/**
 * All ways in which secrets are written. One pattern finds them, so that a text is
 * gone through once, however many there are.
 */
class Spellings {
  readonly #wholeSecrets: Set<string>;
  readonly #longSecrets: LongSecret[];
  readonly #pattern: RegExp | undefined;
  readonly longest: number;

  constructor(secrets: string[]) {
    this.#wholeSecrets = new Set(secrets);
    const allSpellings = new Set(secrets.flatMap(writtenOut));
    // Longer ones first: a shorter one may be part of a longer one.
    const sorted = [...allSpellings].sort((a, b) => b.length - a.length);
    this.longest = sorted[0]?.length ?? 0;
    this.#longSecrets = sorted
      .filter(spelling => spelling.length > LONGEST_IN_PATTERN)
      .map(withBorders);
    const shortPatterns = sorted.slice(this.#longSecrets.length).map(escaped);
    // It looks ahead, and finds also those that begin within another one.
    this.#pattern =
      shortPatterns.length > 0
        ? new RegExp(`(?=(${shortPatterns.join('|')}))`, 'g')
        : undefined;
  }

  occurIn(text: string): boolean {
    return (
      this.#wholeSecrets.has(text) ||
      this.#matchesIn(text).next().value !== undefined ||
      this.#longSecrets.some(secret => text.includes(secret.text))
    );
  }

  mask(text: string): string {
    let masked = '';
    let done = 0;
    for (const { start, end } of this.spans(text)) {
      masked += text.slice(done, start) + MASK;
      done = end;
    }
    return masked + text.slice(done);
  }

  spans(text: string): Span[] {
    const allSpans = [
      ...this.#longSecrets
        .filter(secret => text.includes(secret.text))
        .flatMap(secret => placesOf(secret, text)),
      ...[...this.#matchesIn(text)].map(({ index, 1: secret }) => ({
        start: index,
        end: index + secret.length,
      })),
    ].sort((a, b) => a.start - b.start);
    const spans: Span[] = [];
    for (const { start, end } of allSpans) {
      const last = spans.at(-1);
      if (last && start < last.end) last.end = Math.max(last.end, end);
      else spans.push({ start, end });
    }
    return spans;
  }

  #matchesIn(
    text: string,
  ): IterableIterator<RegExpMatchArray & { index: number }> {
    return (
      this.#pattern ? text.matchAll(this.#pattern) : [].values()
    ) as IterableIterator<RegExpMatchArray & { index: number }>;
  }
}

/**
 * All places of a long text in another one, also those that overlap, by the algorithm of
 * Knuth, Morris and Pratt: a text that repeats itself takes no longer than another.
 */
function placesOf({ text: secret, borders }: LongSecret, text: string): Span[] {
  const places: Span[] = [];
  let matched = 0;
  for (let at = 0; at < text.length; at += 1) {
    while (matched > 0 && text[at] !== secret[matched]) {
      matched = borders[matched - 1];
    }
    if (text[at] === secret[matched]) matched += 1;
    if (matched < secret.length) continue;
    places.push({ start: at + 1 - matched, end: at + 1 });
    matched = borders[matched - 1];
  }
  return places;
}

/** A secret, and for each of its beginnings the longest shorter one that it ends with. */
interface LongSecret {
  text: string;
  borders: Int32Array;
}

function withBorders(text: string): LongSecret {
  const borders = new Int32Array(text.length);
  for (let at = 1; at < text.length; at += 1) {
    let length = borders[at - 1];
    while (length > 0 && text[at] !== text[length]) {
      length = borders[length - 1];
    }
    borders[at] = text[at] === text[length] ? length + 1 : 0;
  }
  return { text, borders };
}

/**
 * A secret as it is, as JSON has it, as the API server quotes it; a longer one also
 * encoded, as in Secrets and addresses, and each of its lines, as an indented text has it.
 */
function writtenOut(secret: string): string[] {
  const quoted = [JSON.stringify(secret), quotedByGo(secret)];
  if (secret.length < SHORTEST) return quoted;
  const spellings = [secret, ...quoted.map(text => text.slice(1, -1))];
  if (secret.length < SHORTEST_ENCODED) return spellings;
  const base64 = Buffer.from(secret).toString('base64');
  const unpadded = base64.replace(/=+$/, '');
  // Half of a pair of surrogates is no text that could be in an address.
  const encoded = secret.isWellFormed() ? [encodeURIComponent(secret)] : [];
  return [...spellings, base64, unpadded, ...encoded, ...randomLinesOf(secret)];
}

/** Lines of keys, and not those that any other text could have. */
const randomLinesOf = (secret: string): string[] =>
  secret.includes('\n')
    ? secret
        .split('\n')
        .map(line => line.trim())
        .filter(line => line.length >= SHORTEST_LINE && !/\s/.test(line))
    : [];

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

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
